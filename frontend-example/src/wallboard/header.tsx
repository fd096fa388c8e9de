/** Above the board: its queues, whether it is live, and the way to the wall and back. */
import { Link, useLocation } from 'wouter';
import type { LiveState } from '../live/follow';
import { Icon } from '../ui/icon';
import { LiveMark } from '../ui/live';
import { common } from '../words/common';
import { useWords } from '../words/language';
import type { QueueBoard } from './board';
import { queueHref } from './selected-queue';
import { words as translations } from './words';

interface HeaderProps {
  queues: readonly QueueBoard[];
  shownId: string | null;
  live: LiveState;
  /** Whether the board is all there is on the screen. */
  isWall: boolean;
}

export function Header({ queues, shownId, live, isWall }: HeaderProps) {
  const words = useWords(translations);
  return (
    <header className="header">
      <h1 className="only-read">{words.title}</h1>
      <nav aria-label={words.queues}>
        <ul className="tabs">
          {queues.map(({ queue, waiting }) => (
            <li key={queue.id}>
              <a href={queueHref(queue.id)} aria-current={queue.id === shownId ? 'page' : undefined}>
                {queue.name}
                <span className={waiting.length > 0 ? 'count is-some' : 'count'}>
                  <span aria-hidden="true">{waiting.length}</span>
                  <span className="only-read">{words.waitingCount(waiting.length)}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <LiveMark live={live} />
      <WallSwitch isWall={isWall} />
    </header>
  );
}

/** The address says that it is a wall, so that the screen is one again after a restart; the browser's full screen is only its frame. */
function WallSwitch({ isWall }: { isWall: boolean }) {
  const words = useWords(translations);
  const { close } = useWords(common);
  const [, navigate] = useLocation();
  const { hash } = window.location;

  if (isWall) {
    return (
      <Link
        href={`/${hash}`}
        className="icon-button"
        title={close}
        aria-label={close}
        onClick={() => {
          if (document.fullscreenElement !== null) void document.exitFullscreen();
        }}
      >
        <Icon name="close" />
      </Link>
    );
  }
  return (
    <button
      type="button"
      className="icon-button"
      title={words.wall}
      aria-label={words.wall}
      onClick={() => {
        navigate(`/?wall${hash}`);
        // Refused by some browsers; the board alone in the window is what matters.
        document.documentElement.requestFullscreen().catch(() => undefined);
      }}
    >
      <Icon name="full" />
    </button>
  );
}
