/** Whoever is not logged in sees the log-in page; whoever is, the views. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ask, session } from './api/client';
import { ViewerDocument } from './operations/generated';
import { SessionEnded } from './session/keeper';
import { LogInPage } from './session/log-in-page';
import { type Viewer, ViewerContext } from './session/viewer';
import { Shell } from './shell/shell';
import { Problem } from './ui/problem';
import { common } from './words/common';
import { useWords } from './words/language';

export function App() {
  const isLoggedIn = useSyncExternalStore(session.onChange, () => session.current !== null);
  if (isLoggedIn) return <LoggedIn />;
  return <LogInPage wasRefused={session.wasRefused} />;
}

const retryMs = 3_000;

function LoggedIn() {
  const words = useWords(common);
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  useEffect(() => {
    const attempt = new AbortController();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      ask(ViewerDocument, {}, attempt.signal)
        .then((answer) => setViewer(answer.viewer))
        .catch((error: unknown) => {
          if (attempt.signal.aborted || error instanceof SessionEnded) return;
          setProblem(error);
          waiting = setTimeout(read, retryMs);
        });
    };
    read();
    return () => {
      attempt.abort();
      clearTimeout(waiting);
    };
  }, []);

  if (viewer !== null) {
    return (
      <ViewerContext value={viewer}>
        <Shell />
      </ViewerContext>
    );
  }
  return (
    <main className="center">
      {problem === null ? <p role="status">{words.loading}</p> : <Problem problem={problem} />}
    </main>
  );
}
