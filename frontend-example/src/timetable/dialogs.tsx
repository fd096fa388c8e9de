/** What asks before it is done, and what is looked at beside the week: warnings, history, comparison. */
import { type FormEvent, useEffect, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import { dayShort, moment, weekdayName } from '../dates/format';
import {
  TimetableDiffDocument,
  type TimetableDiffQuery,
  TimetableHistoryDocument,
  type TimetableHistoryQuery,
  type TimetableWeeksQuery,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Tag } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { weekdays } from './busy';
import type { Week } from './week';
import { words } from './words';

interface AnywayProps {
  warnings: readonly string[];
  onDone: () => void;
  onAnyway: (reason: string | null) => void;
}

export function AnywayDialog({ warnings, onDone, onAnyway }: AnywayProps) {
  const w = useWords(words);
  const [reason, setReason] = useState('');
  return (
    <Dialog title={w.anyway.title} onClose={onDone}>
      {(close) => (
        <form
          className="stack"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            onAnyway(reason.trim() === '' ? null : reason.trim());
            close();
          }}
        >
          <ul className="warnings">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
          <label className="field">
            {w.anyway.reason}
            <input
              value={reason}
              maxLength={200}
              onChange={(event) => setReason(event.target.value)}
              autoComplete="off"
              autoFocus
            />
          </label>
          <div className="actions">
            <button type="button" onClick={close}>
              {w.cancel}
            </button>
            <button type="submit" className="primary">
              {w.anyway.submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

type Entry = NonNullable<TimetableHistoryQuery['timetable']>['history']['nodes'][number];
const shownCells = 4;

/** The latest entries of the history; null while they are read. */
function useHistory(timetableId: string): { entries: readonly Entry[] | null; problem: string | null } {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const over = new AbortController();
    ask(TimetableHistoryDocument, { id: timetableId, after: null }, over.signal)
      .then(({ timetable }) => setEntries(timetable?.history.nodes ?? []))
      .catch((error: unknown) => {
        if (!over.signal.aborted) setProblem(messageOf(error));
      });
    return () => over.abort();
  }, [timetableId]);
  return { entries, problem };
}

export function HistoryDialog({ week, onDone }: { week: Week; onDone: () => void }) {
  const w = useWords(words);
  const language = useLanguage();
  const { entries, problem } = useHistory(week.id);
  const nameOf = (person: { name: string } | null) => person?.name ?? w.grid.nobody;
  return (
    <Dialog title={w.log.title} wide onClose={onDone}>
      {(close) => (
        <>
          {problem !== null && <p className="error">{problem}</p>}
          {entries === null && problem === null && <p className="hint">{w.working}</p>}
          <ol className="log" tabIndex={0}>
            {entries?.map((entry) => (
              <li key={entry.id} data-undone={entry.undoneById !== null || undefined}>
                <div className="log-head">
                  <b>{w.log.action[entry.what]}</b>
                  <span>{entry.actor.name}</span>
                  <time dateTime={entry.occurredAt}>{moment(entry.occurredAt, language)}</time>
                  <span className="hint">{w.version(entry.version)}</span>
                  {entry.undoneById !== null && <Tag>{w.log.undone}</Tag>}
                </div>
                {entry.reason !== null && <p>{entry.reason}</p>}
                <ul className="hint">
                  {entry.cells.slice(0, shownCells).map(({ turnId, slot, line, before, after }) => (
                    <li key={turnId}>
                      {w.log.cell(
                        slot === null ? '' : `${dayShort(slot.day, language)} ${slot.localStart}`,
                        line,
                        nameOf(before),
                        nameOf(after),
                      )}
                    </li>
                  ))}
                  {entry.cells.length > shownCells && <li>{w.log.more(entry.cells.length - shownCells)}</li>}
                </ul>
              </li>
            ))}
          </ol>
          <div className="actions">
            <button type="button" onClick={close}>
              {w.close}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

type Known = TimetableWeeksQuery['timetables']['nodes'][number];
type Change = NonNullable<TimetableDiffQuery['timetableDiff']>[number];

interface CompareProps {
  week: Week;
  others: readonly Known[];
  onDone: () => void;
}

/** Two versions of this week, or this week and another. */
export function CompareDialog({ week, others, onDone }: CompareProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { entries } = useHistory(week.id);
  const options = [
    { value: week.id, text: `${dayShort(week.week, language)}, ${w.diff.now}` },
    ...(entries ?? [])
      .filter(({ version }) => version < week.version)
      .map(({ version, what }) => ({
        value: `${week.id} ${version}`,
        text: `${w.diff.versionOf(version, dayShort(week.week, language))} (${w.log.action[what]})`,
      })),
    ...others
      .filter(({ id }) => id !== week.id)
      .map(({ id, week: monday }) => ({ value: id, text: `${dayShort(monday, language)}, ${w.diff.now}` })),
  ];
  const [chosenFrom, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState(week.id);
  // The version before the present one, unless another is chosen.
  const from = chosenFrom ?? options[1]?.value ?? week.id;
  const changes = useDiff(from, to);

  return (
    <Dialog title={w.diff.title} wide onClose={onDone}>
      {(close) => (
        <>
          <div className="compare-form">
            {(
              [
                [w.diff.from, from, setFrom],
                [w.diff.to, to, setTo],
              ] as const
            ).map(([label, value, set]) => (
              <label key={label} className="field">
                {label}
                <select value={value} onChange={(event) => set(event.target.value)}>
                  {options.map((option) => (
                    <option key={option.value} value={option.value}>
                      {option.text}
                    </option>
                  ))}
                </select>
              </label>
            ))}
          </div>
          {changes.problem !== null && <p className="error">{changes.problem}</p>}
          {changes.list?.length === 0 && <p className="hint">{w.diff.none}</p>}
          {changes.list !== null && changes.list.length > 0 && (
            <div className="log" tabIndex={0}>
              <table className="diff">
                <thead>
                  <tr>
                    <th scope="col">{w.diff.when}</th>
                    <th scope="col">{w.diff.out}</th>
                    <th scope="col">{w.diff.into}</th>
                  </tr>
                </thead>
                <tbody>
                  {changes.list.map(({ weekday, startsAt, out, into }) => (
                    <tr key={`${weekday} ${startsAt}`}>
                      <th scope="row">
                        {weekdayName(weekdays.indexOf(weekday), language, 'short')} {startsAt}
                      </th>
                      <td className="is-out">{out.map(({ name }) => name).join(', ')}</td>
                      <td className="is-in">{into.map(({ name }) => name).join(', ')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <div className="actions">
            <button type="button" onClick={close}>
              {w.close}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** `from` and `to` are the id of a timetable, with its version after a space if not the present one. */
function useDiff(from: string, to: string): { list: readonly Change[] | null; problem: string | null } {
  const [found, setFound] = useState<{ list: readonly Change[] | null; problem: string | null }>({
    list: null,
    problem: null,
  });
  useEffect(() => {
    const over = new AbortController();
    const [fromId = '', fromVersion] = from.split(' ');
    const [toId = '', toVersion] = to.split(' ');
    const variables = {
      fromId,
      fromVersion: fromVersion === undefined ? null : Number(fromVersion),
      toId,
      toVersion: toVersion === undefined ? null : Number(toVersion),
    };
    ask(TimetableDiffDocument, variables, over.signal)
      .then(({ timetableDiff }) => setFound({ list: timetableDiff ?? [], problem: null }))
      .catch((error: unknown) => {
        if (!over.signal.aborted) setFound({ list: null, problem: messageOf(error) });
      });
    return () => over.abort();
  }, [from, to]);
  return found;
}

interface SureProps {
  text: string;
  action: string;
  onDone: () => void;
  onSure: () => void;
}

export function SureDialog({ text, action, onDone, onSure }: SureProps) {
  const w = useWords(words);
  return (
    <Dialog title={action} onClose={onDone}>
      {(close) => (
        <>
          <p>{text}</p>
          <div className="actions">
            <button type="button" onClick={close} autoFocus>
              {w.cancel}
            </button>
            <button
              type="button"
              className="primary"
              onClick={() => {
                onSure();
                close();
              }}
            >
              {action}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
