/** How the page's link to the server is: a word always, and a strip while what is shown may no longer be true. */
import { messageOf } from '../api/error';
import { serverTimeOf } from '../clock/clock';
import { durationText } from '../clock/duration';
import { useElapsedSeconds } from '../clock/elapsed';
import type { LiveState } from '../live/follow';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { Icon } from './icon';

export function LiveMark({ live }: { live: LiveState }) {
  const words = useWords(common);
  return (
    <span className={`live-mark is-${live.kind}`} role="status">
      {words.live[live.kind]}
    </span>
  );
}

export function LiveBanner({ live }: { live: LiveState }) {
  const words = useWords(common);
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
      {live.since === null ? words.notReadYet : <LastTrue since={live.since} />}
    </p>
  );
}

// Not announced: a screen reader in a live region would read the age out each second.
function LastTrue({ since }: { since: number }) {
  const age = durationText(useElapsedSeconds(serverTimeOf(since)));
  return (
    <span className="age" aria-live="off">
      {useWords(common).lastTrue(age)}
    </span>
  );
}
