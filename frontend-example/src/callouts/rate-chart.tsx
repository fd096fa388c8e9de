/** Attempts in each of the last minutes, as they are made. */
import { useMemo, useSyncExternalStore } from 'react';
import { ask } from '../api/client';
import { useLive } from '../api/use-live';
import { onTick, serverNow } from '../clock/clock';
import { clockTime } from '../dates/format';
import {
  CalloutAttemptChangedDocument,
  type CalloutAttemptChangedSubscription,
  CalloutAttemptsDocument,
} from '../operations/generated';
import { useLanguage, useWords } from '../words/language';
import { type Attempts, perMinute, scaleEnd, withAttempt } from './rate';
import { words as translations } from './words';

const minutes = 20;
const refreshSeconds = 5;

export function RateChart({ calloutId }: { calloutId: string }) {
  const words = useWords(translations);
  const language = useLanguage();
  const view = useMemo(() => viewOf(calloutId), [calloutId]);
  const { value: attempts } = useLive(view);
  const now = useSyncExternalStore(
    onTick,
    () => Math.floor(serverNow() / (refreshSeconds * 1_000)) * refreshSeconds * 1_000,
  );

  const bars = perMinute(attempts ?? new Map(), now, minutes);
  const end = scaleEnd(bars);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = (at: number) => clockTime(new Date(at).toISOString(), zone, language);
  const last = bars.at(-2)?.count ?? 0;
  return (
    <section className="panel is-padded" aria-labelledby="rate-title">
      <div className="panel-head">
        <h2 id="rate-title">{words.perMinute}</h2>
        <strong className="share">{last}</strong>
      </div>
      <figure
        className="rate"
        role="img"
        aria-label={bars.map(({ startsAt, count }) => `${time(startsAt)} ${count}`).join(', ')}
      >
        <div className="rate-plot">
          <span className="rate-end">{end}</span>
          <span className="rate-middle">{end / 2}</span>
          {bars.map(({ startsAt, count }, index) => (
            <span
              key={startsAt}
              className={index === bars.length - 1 ? 'rate-bar is-going-on' : 'rate-bar'}
              style={{ height: `${(count / end) * 100}%` }}
              title={`${time(startsAt)}: ${count}`}
            />
          ))}
        </div>
        <figcaption className="rate-times" aria-hidden="true">
          <span>{time(bars[0]?.startsAt ?? now)}</span>
          <span>{time(bars[Math.floor(minutes / 2)]?.startsAt ?? now)}</span>
          <span>{time(now)}</span>
        </figcaption>
      </figure>
    </section>
  );
}

function viewOf(id: string) {
  return {
    snapshot: async (signal: AbortSignal): Promise<Attempts> => {
      const { callAttempts } = await ask(CalloutAttemptsDocument, { id }, signal);
      return new Map(callAttempts.nodes.map((attempt) => [attempt.id, Date.parse(attempt.createdAt)]));
    },
    subscription: CalloutAttemptChangedDocument,
    variables: (after: string) => ({ id, after }),
    change: (data: CalloutAttemptChangedSubscription) => data.callAttemptChanged,
    fold: (
      attempts: Attempts,
      { kind, nodeId, occurredAt }: CalloutAttemptChangedSubscription['callAttemptChanged'],
    ) => (kind === 'CREATED' ? withAttempt(attempts, nodeId, Date.parse(occurredAt), minutes + 1) : attempts),
  };
}
