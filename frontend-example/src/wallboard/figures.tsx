/** The queue's figures, largest what decides whether somebody should come and help. */
import type { ReactNode } from 'react';
import { useElapsedSeconds } from '../clock/elapsed';
import { durationText } from '../clock/duration';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { longestWaitSince, type QueueBoard } from './board';
import { words as translations } from './words';

export function Figures({ board }: { board: QueueBoard }) {
  const words = useWords(translations);
  const { none } = useWords(common);
  const { queue, counters, waiting } = board;
  const serviceLevel = counters?.serviceLevel ?? null;
  const target = queue.serviceLevelSeconds;
  const longest = longestWaitSince(board);
  return (
    <section className="figures" aria-label={words.figures.title}>
      <Figure label={words.figures.waiting} large>
        {waiting.length}
      </Figure>
      {longest === null ? (
        <Figure label={words.figures.longest} note={words.figures.nobody} large>
          {none}
        </Figure>
      ) : (
        <LongestWait since={Date.parse(longest)} targetSeconds={target} />
      )}
      <Figure label={words.figures.serviceLevel} note={words.figures.within(target)}>
        {serviceLevel === null ? none : `${Math.round(serviceLevel * 100)} %`}
        {serviceLevel !== null && (
          <meter min={0} max={1} value={serviceLevel} aria-label={words.figures.serviceLevel} />
        )}
      </Figure>
      <Figure
        label={words.figures.answered}
        note={counters === null ? words.figures.today : words.figures.ofOffered(counters.offered)}
      >
        {counters?.answered ?? none}
      </Figure>
      <Figure label={words.figures.abandoned} note={words.figures.today}>
        {counters?.abandoned ?? none}
      </Figure>
      <Figure label={words.figures.timedOut} note={words.figures.today}>
        {counters?.timedOut ?? none}
      </Figure>
    </section>
  );
}

function LongestWait({ since, targetSeconds }: { since: number; targetSeconds: number }) {
  const words = useWords(translations);
  const seconds = useElapsedSeconds(since);
  const isOver = seconds > targetSeconds;
  return (
    <Figure
      label={words.figures.longest}
      note={isOver ? words.figures.overTarget(targetSeconds) : words.figures.within(targetSeconds)}
      tone={isOver ? 'is-over' : undefined}
      large
    >
      {durationText(seconds)}
    </Figure>
  );
}

interface FigureProps {
  label: string;
  note?: string;
  tone?: 'is-over' | undefined;
  large?: boolean;
  children: ReactNode;
}

function Figure({ label, note, tone, large = false, children }: FigureProps) {
  return (
    <dl className={['figure', large && 'is-large', tone].filter(Boolean).join(' ')}>
      <dt>{label}</dt>
      <dd className="value">{children}</dd>
      {note !== undefined && <dd className="note">{note}</dd>}
    </dl>
  );
}
