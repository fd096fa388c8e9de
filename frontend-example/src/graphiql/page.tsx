/** GraphiQL with the session of this tab, or any token one pastes. */
import { GraphiQL } from 'graphiql';
import { useId, useMemo, useState, useSyncExternalStore } from 'react';
import { session } from '../api/client';
import { SessionEnded } from '../session/keeper';
import { createFetcher } from './fetcher';
import { samples } from './samples';

// GraphiQL remembers its tabs, and with them whatever was typed into their variables: a password too. So it
// remembers them as long as the tab lives, like the session. Of its default tabs it leaves the first one's variables out.
const isFirstVisit = sessionStorage.getItem('graphiql:tabState') === null;

export function GraphiqlPage() {
  const [pasted, setPasted] = useState('');
  const isLoggedIn = useSyncExternalStore(session.onChange, () => session.current !== null);

  // Another identity is another fetcher, and GraphiQL reads the schema again: who asks may decide what is shown.
  const fetcher = useMemo(
    () =>
      createFetcher({
        token: async () => pasted || (isLoggedIn ? sessionToken() : null),
        renewals: pasted || !isLoggedIn ? null : sessionRenewals,
        onLogIn: (begun) => {
          setPasted('');
          session.begin(begun);
        },
      }),
    [pasted, isLoggedIn],
  );

  return (
    <>
      <header className="bar">
        <h1>
          <img src="/favicon.svg" alt="" width="22" height="22" /> Switchboard
        </h1>
        <TokenBox key={pasted} value={pasted} onChange={setPasted} isLoggedIn={isLoggedIn} />
        {isLoggedIn && (
          <button type="button" onClick={() => session.end()}>
            Forget session
          </button>
        )}
        <a href="/">Wallboard</a>
      </header>
      <main>
        <GraphiQL
          fetcher={fetcher}
          storage={sessionStorage}
          defaultTabs={samples}
          defaultEditorToolsVisibility="variables"
          {...(isFirstVisit && { initialVariables: samples[0].variables ?? '' })}
        >
          <GraphiQL.Logo>
            <span className="logo">GraphiQL</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

/** A token of the session, renewed if need be; null: the session is over, and the server will say what is missing. */
async function sessionToken(): Promise<string | null> {
  try {
    return await session.accessToken();
  } catch (error) {
    if (error instanceof SessionEnded) return null;
    throw error;
  }
}

/** The session's tokens after the present one. */
function sessionRenewals(listener: (token: string) => void): () => void {
  return session.onChange(() => {
    if (session.current !== null) listener(session.current.accessToken);
  });
}

interface TokenBoxProps {
  value: string;
  /** Told when the box is left, or Enter pressed in it. */
  onChange: (token: string) => void;
  isLoggedIn: boolean;
}

function TokenBox({ value, onChange, isLoggedIn }: TokenBoxProps) {
  const id = useId();
  return (
    <label className="token" htmlFor={id}>
      Token or API key
      <input
        id={id}
        type="password"
        autoComplete="off"
        defaultValue={value}
        placeholder={isLoggedIn ? 'none: the session of this tab is used' : 'none yet: run the log-in tab'}
        onBlur={(event) => onChange(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </label>
  );
}
