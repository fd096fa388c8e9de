import { memo } from 'react';
import { useElapsedSeconds } from '../clock/elapsed';
import { durationIso, durationText } from '../clock/duration';
import { Icon } from '../ui/icon';
import { useWords } from '../words/language';
import type { QueueBoard, Waiting } from './board';
import { words as translations } from './words';

export const WaitingCallers = memo(function WaitingCallers({
  board: { queue, waiting },
}: {
  board: QueueBoard;
}) {
  const words = useWords(translations);
  return (
    <section className="waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title">{words.waiting.title}</h2>
      {waiting.length === 0 ? (
        <p className="nobody">{words.waiting.nobody}</p>
      ) : (
        <ol>
          {waiting.map((call, index) => (
            <Caller
              key={call.callId}
              call={call}
              position={index + 1}
              targetSeconds={queue.serviceLevelSeconds}
            />
          ))}
        </ol>
      )}
    </section>
  );
});

const Caller = memo(function Caller({
  call,
  position,
  targetSeconds,
}: {
  call: Waiting;
  position: number;
  targetSeconds: number;
}) {
  const words = useWords(translations);
  const seconds = useElapsedSeconds(Date.parse(call.since));
  return (
    <li className={seconds > targetSeconds ? 'caller is-over' : 'caller'}>
      <span className="position">{position}</span>
      <span className="from">
        <span className="number">{callerNumber(call, words.waiting)}</span>
        {call.name !== null && !call.withheld && <span className="name">{call.name}</span>}
        {call.ringing.length > 0 && (
          <span className="rings">
            <Icon name="RINGING" /> {words.waiting.ringing(call.ringing.map(({ name }) => name).join(', '))}
          </span>
        )}
      </span>
      <time className="timer" dateTime={durationIso(seconds)}>
        {durationText(seconds)}
      </time>
    </li>
  );
});

/** A withheld number stays withheld, also where a provider told it by mistake; and so does the name. */
export function callerNumber(
  { number, withheld }: Pick<Waiting, 'number' | 'withheld'>,
  words: { withheld: string; unknown: string },
): string {
  if (withheld) return words.withheld;
  return number ?? words.unknown;
}
