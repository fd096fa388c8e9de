import type { Viewer } from '../app';
import { logOut } from '../api/client';
import type { LiveState } from '../live/follow';
import { words } from '../words';
import type { QueueBoard } from './board';
import { queueHref } from './selected-queue';

interface HeaderProps {
  viewer: Viewer;
  queues: readonly QueueBoard[];
  shownId: string | null;
  live: LiveState;
}

export function Header({ viewer, queues, shownId, live }: HeaderProps) {
  return (
    <header className="header">
      <h1 className="brand">
        <img src="/favicon.svg" alt="" width="24" height="24" /> {words.product}
      </h1>
      <nav aria-label={words.header.queues}>
        <ul className="tabs">
          {queues.map(({ queue, waiting }) => (
            <li key={queue.id}>
              <a href={queueHref(queue.id)} aria-current={queue.id === shownId ? 'page' : undefined}>
                {queue.name}
                <span className={waiting.length > 0 ? 'count is-some' : 'count'}>
                  <span aria-hidden="true">{waiting.length}</span>
                  <span className="only-read">{words.header.waiting(waiting.length)}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <LiveMark live={live} />
      <span className="who">
        {viewer.person?.name ?? viewer.user?.email}
        <span className="role">{words.roles[viewer.role]}</span>
      </span>
      <a className="quiet" href="/graphiql">
        {words.header.graphiql}
      </a>
      <button className="quiet" type="button" onClick={() => void logOut()}>
        {words.header.logOut}
      </button>
    </header>
  );
}

function LiveMark({ live }: { live: LiveState }) {
  return (
    <span className={`live-mark is-${live.kind}`} role="status">
      {words.live[live.kind]}
    </span>
  );
}
