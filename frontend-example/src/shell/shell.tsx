/** Around every view: the menu, the call that rings, and what to show while a view is loaded, missing or broken. */
import { Component, type ReactNode, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { Popup } from '../popup/popup';
import { useViewer } from '../session/viewer';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { Navigation } from './navigation';
import { mayOpen, views } from './routes';
import { words as translations } from './words';

/** In the address of a wall screen: `/?wall` has the board alone, also after a restart. */
export const wallKey = 'wall';

export function Shell() {
  const words = useWords(translations);
  const { role, person } = useViewer();
  const [location] = useLocation();
  const isWall = new URLSearchParams(useSearch()).has(wallKey);
  const open = views.filter(({ id }) => mayOpen(role, id));

  return (
    <div className="shell" data-wall={isWall}>
      <a className="skip" href="#main" onClick={skip}>
        {words.skip}
      </a>
      {!isWall && <Navigation />}
      {person !== null && role !== 'CALENDAR_USER' && <Popup personId={person.id} />}
      <div className="view">
        <Boundary key={location} fallback={<Broken />}>
          <Suspense fallback={<Loading />}>
            <Switch>
              {open
                .flatMap((view) => [view, ...(view.within ?? [])])
                .map(({ path, page: Page }) => (
                  <Route key={path} path={path}>
                    <Page />
                  </Route>
                ))}
              {role === 'CALENDAR_USER' && (
                <Route path="/">
                  <Redirect to="/calendar" replace />
                </Route>
              )}
              <Route>
                <Missing />
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </div>
    </div>
  );
}

/** Not by the address: its fragment says which queue the wallboard shows. */
function skip(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.querySelector('main')?.focus();
}

function Loading() {
  return (
    <main className="center" id="main" tabIndex={-1}>
      <p role="status">{useWords(common).loading}</p>
    </main>
  );
}

function Missing() {
  const words = useWords(translations);
  return (
    <main className="center" id="main" tabIndex={-1}>
      <h1>{words.missing}</h1>
      <p>{words.missingHow}</p>
    </main>
  );
}

function Broken() {
  const words = useWords(translations);
  return (
    <main className="center" id="main" tabIndex={-1}>
      <h1>{words.broken}</h1>
      <p>
        <button type="button" onClick={() => window.location.reload()}>
          {words.reload}
        </button>
      </p>
    </main>
  );
}

/** A view that throws takes only itself away, and only until another is chosen. */
class Boundary extends Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
