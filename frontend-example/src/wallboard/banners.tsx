/** What is not as it should be, above what it concerns: the page's own link to the server, the server's to the provider. */
import { messageOf } from '../api/error';
import { useElapsedSeconds } from '../clock/elapsed';
import { durationText } from '../clock/duration';
import { serverTimeOf } from '../clock/clock';
import type { LiveState } from '../live/follow';
import { words } from '../words';
import type { QueueBoard } from './board';
import { Icon } from './icons';

export function LiveBanner({ live }: { live: LiveState }) {
  if (live.kind === 'refused') {
    return (
      <p className="banner is-bad" role="alert">
        <Icon name="broken" /> {words.live.refused}: {messageOf(live.error)}
      </p>
    );
  }
  if (live.kind !== 'reconnecting') return null;
  return (
    <p className="banner is-warning" role="status">
      <Icon name="broken" />
      {live.since === null ? (
        words.live.notReadYet
      ) : (
        <span>
          {words.live.lastTrue} <Age since={serverTimeOf(live.since)} /> {words.live.ago}.
        </span>
      )}
    </p>
  );
}

export function LinkBanner({ board: { queue, stale } }: { board: QueueBoard }) {
  if (stale) {
    const lastHeardAt = queue.provider?.lastHeardAt ?? null;
    return (
      <p className="banner is-warning" role="status">
        <Icon name="broken" />
        <span>
          <strong>{words.stale.title(queue.provider?.name ?? words.stale.provider)}</strong>{' '}
          {lastHeardAt === null ? (
            words.stale.neverHeard
          ) : (
            <>
              {words.stale.lastHeard} <Age since={Date.parse(lastHeardAt)} /> {words.stale.ago}
            </>
          )}
        </span>
      </p>
    );
  }
  if (queue.sync.state !== 'FAILING') return null;
  return (
    <p className="banner is-warning" role="status">
      <Icon name="drift" />
      <span>
        <strong>{words.sync.failing}.</strong> {queue.sync.problem}
      </span>
    </p>
  );
}

// Not announced: a screen reader in a live region would read the age out each second.
function Age({ since }: { since: number }) {
  return (
    <span className="age" aria-live="off">
      {durationText(useElapsedSeconds(since))}
    </span>
  );
}
