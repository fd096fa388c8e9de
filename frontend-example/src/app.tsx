/** Whoever is not logged in sees the log-in page; whoever is, the wallboard. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ask, session } from './api/client';
import { messageOf } from './api/error';
import { ViewerDocument, type ViewerQuery } from './operations/generated';
import { SessionEnded } from './session/keeper';
import { LogInPage } from './session/log-in-page';
import { Wallboard } from './wallboard/wallboard';
import { words } from './words';

export type Viewer = ViewerQuery['viewer'];

export function App() {
  const isLoggedIn = useSyncExternalStore(session.onChange, () => session.current !== null);
  if (isLoggedIn) return <LoggedIn />;
  return <LogInPage notice={session.wasRefused ? words.logIn.ended : null} />;
}

const retryMs = 3_000;

function LoggedIn() {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const attempt = new AbortController();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      ask(ViewerDocument, {}, attempt.signal)
        .then((answer) => setViewer(answer.viewer))
        .catch((error: unknown) => {
          if (attempt.signal.aborted || error instanceof SessionEnded) return;
          setProblem(messageOf(error));
          waiting = setTimeout(read, retryMs);
        });
    };
    read();
    return () => {
      attempt.abort();
      clearTimeout(waiting);
    };
  }, []);

  if (viewer !== null) return <Wallboard viewer={viewer} />;
  return (
    <main className="center">
      <p role="status">{problem ?? `${words.live.starting}…`}</p>
    </main>
  );
}
