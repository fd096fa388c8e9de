/** The menu: the views of the viewer's role, then who that is and what is chosen for this browser. */
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { logOut } from '../api/client';
import { useViewer } from '../session/viewer';
import { Icon } from '../ui/icon';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { LanguageChoice, ThemeChoice } from './choices';
import { type Group, mayOpen, type View, views } from './routes';
import { words as translations } from './words';

const groups: readonly Group[] = ['now', 'rota', 'outward', 'system'];
const narrowKey = 'switchboard.menu.narrow';

export function Navigation() {
  const words = useWords(translations);
  const { product } = useWords(common);
  const { role } = useViewer();
  const [isOpen, setOpen] = useState(false);
  const [isNarrow, setNarrow] = useState(() => localStorage.getItem(narrowKey) === 'true');
  const [location] = useLocation();

  const choose = (narrow: boolean) => {
    localStorage.setItem(narrowKey, String(narrow));
    setNarrow(narrow);
  };

  return (
    <header className="menu" data-open={isOpen} data-narrow={isNarrow}>
      <div className="menu-head">
        <Link href="/" className="brand" aria-label={product}>
          <img src="/favicon.svg" alt="" width="24" height="24" /> <span className="label">{product}</span>
        </Link>
        <button
          type="button"
          className="icon-button menu-toggle"
          aria-expanded={isOpen}
          aria-controls="menu"
          aria-label={words.menu}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'close' : 'menu'} />
        </button>
      </div>
      <div className="menu-body" id="menu">
        <nav aria-label={words.menu} onClick={() => setOpen(false)}>
          {groups.map((group) => {
            const shown = views.filter((view) => view.group === group && mayOpen(role, view.id));
            if (shown.length === 0 && group !== 'system') return null;
            return (
              <section key={group} aria-labelledby={`menu-${group}`}>
                <h2 id={`menu-${group}`}>{words.groups[group]}</h2>
                <ul>
                  {shown.map((view) => (
                    <Entry key={view.id} view={view} isCurrent={isWithin(location, view)} />
                  ))}
                  {group === 'system' && (
                    <li>
                      <a href="/graphiql" title={words.views.graphiql}>
                        <Icon name="graphiql" /> <span className="label">{words.views.graphiql}</span>
                      </a>
                    </li>
                  )}
                </ul>
              </section>
            );
          })}
        </nav>
        <Foot />
        <button
          type="button"
          className="icon-button menu-width"
          title={isNarrow ? words.wider : words.narrower}
          aria-label={isNarrow ? words.wider : words.narrower}
          onClick={() => choose(!isNarrow)}
        >
          <Icon name={isNarrow ? 'right' : 'left'} />
        </button>
      </div>
    </header>
  );
}

function Entry({ view, isCurrent }: { view: View; isCurrent: boolean }) {
  const words = useWords(translations);
  return (
    <li>
      <Link href={view.path} aria-current={isCurrent ? 'page' : undefined} title={words.views[view.id]}>
        <Icon name={view.icon} /> <span className="label">{words.views[view.id]}</span>
      </Link>
    </li>
  );
}

function Foot() {
  const words = useWords(translations);
  const { roles } = useWords(common);
  const viewer = useViewer();
  return (
    <section className="menu-foot" aria-label={words.account}>
      <p className="who">
        <span className="name">{viewer.person?.name ?? viewer.user?.email}</span>
        <span className="role">
          {roles[viewer.role]} · {viewer.account.name}
        </span>
      </p>
      <div className="choices">
        <LanguageChoice />
        <ThemeChoice />
      </div>
      <button className="log-out" type="button" title={words.logOut} onClick={() => void logOut()}>
        <Icon name="logOut" /> <span className="label">{words.logOut}</span>
      </button>
    </section>
  );
}

function isWithin(location: string, { path }: View): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
}
