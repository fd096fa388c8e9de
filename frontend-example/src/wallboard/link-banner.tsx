/** What is not as it should be between the server and the provider, above what it concerns. */
import { useElapsedSeconds } from '../clock/elapsed';
import { durationText } from '../clock/duration';
import { Icon } from '../ui/icon';
import { useWords } from '../words/language';
import type { QueueBoard } from './board';
import { words as translations } from './words';

export function LinkBanner({ board: { queue, stale } }: { board: QueueBoard }) {
  const words = useWords(translations);
  if (stale) {
    const lastHeardAt = queue.provider?.lastHeardAt ?? null;
    return (
      <p className="banner is-warning" role="status">
        <Icon name="broken" />
        <span>
          <strong>{words.stale.title(queue.provider?.name ?? words.stale.provider)}</strong>{' '}
          {lastHeardAt === null ? words.stale.neverHeard : <LastHeard since={Date.parse(lastHeardAt)} />}
        </span>
      </p>
    );
  }
  if (queue.sync.state !== 'FAILING') return null;
  return (
    <p className="banner is-warning" role="status">
      <Icon name="drift" />
      <span>
        <strong>{words.sync.failing}</strong> {queue.sync.problem}
      </span>
    </p>
  );
}

// Not announced: a screen reader in a live region would read the age out each second.
function LastHeard({ since }: { since: number }) {
  const age = durationText(useElapsedSeconds(since));
  return (
    <span className="age" aria-live="off">
      {useWords(translations).stale.lastHeard(age)}
    </span>
  );
}
