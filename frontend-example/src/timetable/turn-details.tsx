/** One turn: who has it, why it costs, and who might have it instead. */
import { type CSSProperties, useEffect, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import { dayLong } from '../dates/format';
import { TurnAlternativesDocument, type TurnAlternativesQuery } from '../operations/generated';
import { useLanguage, useWords } from '../words/language';
import { busyAt, type TimetablePerson } from './busy';
import { colourOf } from './colour';
import { deltaText, type Edit } from './edit';
import type { Place } from './week';
import { words } from './words';

type Candidate = NonNullable<
  Extract<TurnAlternativesQuery['node'], { alternatives: unknown }>
>['alternatives'][number];

interface TurnDetailsProps {
  place: Place;
  version: number;
  people: ReadonlyMap<string, TimetablePerson>;
  mayEdit: boolean;
  isTaken: boolean;
  onEdit: (edit: Edit) => void;
  onTake: () => void;
  onClose: () => void;
}

export function TurnDetails({ place, version, people, mayEdit, isTaken, ...on }: TurnDetailsProps) {
  const { turn, slot } = place;
  const w = useWords(words);
  const language = useLanguage();
  const person = turn.personId === null ? null : (people.get(turn.personId) ?? null);
  const busy = person === null ? null : busyAt(person.busy, slot);

  return (
    <section className="turn-details" aria-labelledby="turn-details-title">
      <header>
        <h2 id="turn-details-title">
          {person !== null && (
            <span className="swatch" style={{ '--person': colourOf(person) } as CSSProperties} />
          )}
          {person?.name ?? w.grid.nobody}
        </h2>
        <button type="button" className="quiet" onClick={on.onClose}>
          {w.close}
        </button>
      </header>
      <p className="hint">
        {dayLong(slot.day, language)}, {slot.localStart}–{slot.localEnd}, {w.grid.line(turn.line)}
      </p>
      {busy !== null && (
        <p className={busy.required ? 'remark is-bad' : 'remark'}>
          {busy.required ? w.grid.cannot(busy.reason) : w.grid.ratherNot(busy.reason)}
        </p>
      )}
      <h3>{w.turn.why}</h3>
      {turn.costs.length === 0 ? (
        <p className="hint">{w.turn.whyNothing}</p>
      ) : (
        <ul className="costs">
          {turn.costs.map((cost) => (
            <li key={`${cost.constraint} ${cost.why}`} data-hard={cost.hard || undefined}>
              <span>
                <b>{w.rule[cost.constraint]}</b> <span className="hint">{cost.why}</span>
              </span>
              <span className="points">{cost.hard ? '!' : cost.points}</span>
            </li>
          ))}
        </ul>
      )}
      {mayEdit && (
        <div className="turn-acts">
          <button type="button" onClick={on.onTake} aria-pressed={isTaken} disabled={person === null}>
            {isTaken ? w.turn.swapping : w.turn.swap}
          </button>
          {person !== null && (
            <button type="button" onClick={() => on.onEdit({ kind: 'assign', id: turn.id, personId: null })}>
              {w.turn.clear}
            </button>
          )}
        </div>
      )}
      {mayEdit && (
        <Candidates key={turn.id} turnId={turn.id} version={version} people={people} onEdit={on.onEdit} />
      )}
    </section>
  );
}

interface CandidatesProps {
  turnId: string;
  version: number;
  people: ReadonlyMap<string, TimetablePerson>;
  onEdit: (edit: Edit) => void;
}

function Candidates({ turnId, version, people, onEdit }: CandidatesProps) {
  const w = useWords(words);
  const [candidates, setCandidates] = useState<readonly Candidate[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const over = new AbortController();
    ask(TurnAlternativesDocument, { id: turnId }, over.signal)
      .then(({ node }) => {
        setCandidates(node !== null && 'alternatives' in node ? node.alternatives : []);
        setProblem(null);
      })
      .catch((error: unknown) => {
        if (!over.signal.aborted) setProblem(messageOf(error));
      });
    return () => over.abort();
  }, [turnId, version]);

  return (
    <>
      <h3>{w.turn.candidates}</h3>
      {problem !== null && <p className="error">{problem}</p>}
      {candidates === null && problem === null && <p className="hint">{w.turn.candidatesLoading}</p>}
      {candidates?.length === 0 && <p className="hint">{w.turn.nobodyElse}</p>}
      <ul className="candidates">
        {candidates?.map((candidate) => {
          const person = people.get(candidate.personId);
          if (person === undefined) return null;
          const isRefused = candidate.refusals.length > 0;
          const reasons = isRefused
            ? candidate.refusals.map(({ message }) => message)
            : [
                ...candidate.warnings.map(({ message }) => message),
                ...candidate.parts.map(
                  ({ constraint, points }) => `${w.rule[constraint]} ${deltaText(points)}`,
                ),
              ];
          return (
            <li key={candidate.personId} data-refused={isRefused || undefined}>
              <button
                type="button"
                className="candidate"
                style={{ '--person': colourOf(person) } as CSSProperties}
                disabled={isRefused}
                title={w.turn.give(person.name)}
                onClick={() => onEdit({ kind: 'assign', id: turnId, personId: person.id })}
              >
                <span className="swatch" />
                <span className="who">{person.name}</span>
                {!isRefused && (
                  <span
                    className="price"
                    data-price={candidate.delta > 0 ? 'dearer' : candidate.delta < 0 ? 'cheaper' : 'same'}
                  >
                    {deltaText(candidate.delta)}
                  </span>
                )}
              </button>
              {reasons.length > 0 && (
                <p className={candidate.warnings.length > 0 ? 'reasons is-warning' : 'reasons'}>
                  {reasons.join(' · ')}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
