/** What everybody carries in a week, and what is left over as credit. In a draft, it is decided here. */
import { type CSSProperties, type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { type Query, useQuery } from '../api/use-query';
import { serverNow } from '../clock/clock';
import { daysBetween } from '../dates/format';
import {
  BusyLoadsDocument,
  type BusyLoadsQuery,
  TimetableLoadsSetDocument,
  TimetableQueuesDocument,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { colourOf } from '../timetable/colour';
import { addDays, dayIn, mondayOf, weekNumber } from '../timetable/week';
import { Icon } from '../ui/icon';
import { Problem, Refusal } from '../ui/problem';
import { Stepper } from '../ui/stepper';
import { useLanguage, useWords } from '../words/language';
import { words } from './words';

interface WeekLoadsProps {
  queueId: string | null;
  week: string | null;
  onGo: (queueId: string, monday: string) => void;
}

export function WeekLoads({ queueId, week, onGo }: WeekLoadsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { data, problem, reload } = useQuery(TimetableQueuesDocument, {});
  const queues = data?.queues.nodes ?? [];
  const queue =
    queues.find(({ id }) => id === queueId) ??
    queues.find(({ serviceHours }) => serviceHours.length > 0) ??
    queues[0];
  const monday = mondayOf(week ?? dayIn(queue?.timeZone ?? 'UTC', serverNow()));
  const loads = useQuery(BusyLoadsDocument, queue === undefined ? null : { queueId: queue.id, week: monday });
  if (problem !== null) return <Problem problem={problem} onRetry={reload} />;
  if (queue === undefined) return <p role="status">{w.working}</p>;

  return (
    <section className="stack">
      <div className="toolbar">
        <label>
          <span className="only-read">{w.loads.queue}</span>
          <select value={queue.id} onChange={(event) => onGo(event.target.value, monday)}>
            {queues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Stepper
          before={w.loads.weekBefore}
          after={w.loads.weekAfter}
          onStep={(step) => onGo(queue.id, addDays(monday, 7 * step))}
        >
          {w.loads.week(weekNumber(monday))}{' '}
          <span className="hint">{daysBetween(monday, addDays(monday, 6), language)}</span>
        </Stepper>
      </div>
      <Problem problem={loads.problem} onRetry={loads.reload} />
      {!loads.loading && loads.data?.timetableOf === null && <p className="panel empty">{w.loads.none}</p>}
      {loads.data?.timetableOf && (
        <LoadsTable key={`${queue.id} ${monday}`} query={loads} timetable={loads.data.timetableOf} />
      )}
    </section>
  );
}

type Timetable = NonNullable<BusyLoadsQuery['timetableOf']>;

interface LoadsTableProps {
  query: Query<BusyLoadsQuery>;
  timetable: Timetable;
}

function LoadsTable({ query, timetable }: LoadsTableProps) {
  const w = useWords(words);
  const language = useLanguage();
  const viewer = useViewer();
  const { act, errors, problem, working } = useAction();
  const mayDecide = leads(viewer) && timetable.status === 'DRAFT';
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const rows = timetable.loads
    .flatMap((load) => (load.person === null ? [] : [{ ...load, person: load.person }]))
    .sort((a, b) => a.person.name.localeCompare(b.person.name, language));
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    plain.format(rows.reduce((total, row) => total + of(row), 0));
  /** Null: it is to be found. */
  const decide = (personId: string, load: number | null) =>
    void act(
      async () =>
        (await ask(TimetableLoadsSetDocument, { id: timetable.id, loads: [{ personId, load }] }))
          .timetableLoadsSet,
      query.reload,
    );

  return (
    <>
      <Problem problem={problem} />
      <Refusal errors={errors} />
      <p className="hint">{timetable.status === 'DRAFT' ? w.loads.how : w.loads.fixed}</p>
      <div className="panel scroll">
        <table className="data loads" aria-busy={working || query.loading}>
          <thead>
            <tr>
              <th scope="col">{w.loads.person}</th>
              <th scope="col" className="number">
                {w.loads.ideal}
              </th>
              <th scope="col" className="number">
                {w.loads.should}
              </th>
              <th scope="col" className="number">
                {w.loads.has}
              </th>
              <th scope="col" className="number">
                {w.loads.overload}
              </th>
              <th scope="col" className="number">
                {w.loads.before}
              </th>
              <th scope="col" className="number">
                {w.loads.after}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ person, ...load }) => (
              <tr key={person.id}>
                <th scope="row">
                  <span className="swatch" style={{ '--person': colourOf(person) } as CSSProperties} />{' '}
                  {person.name}
                </th>
                <td className="number">{plain.format(load.ideal)}</td>
                <td className="number">
                  {mayDecide ? (
                    <LoadField
                      key={load.load}
                      name={person.name}
                      load={load.load}
                      decided={load.decided}
                      onDecide={(next) => decide(person.id, next)}
                    />
                  ) : (
                    load.load
                  )}
                </td>
                <td
                  className="number"
                  data-load={
                    load.assigned === load.load ? undefined : load.assigned > load.load ? 'over' : 'under'
                  }
                >
                  {load.assigned}
                </td>
                <td className="number">{signed.format(load.overload)}</td>
                <td className="number">{signed.format(load.creditBefore)}</td>
                <td className="number">{signed.format(load.creditBefore + load.overload)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{w.loads.sum}</th>
              <td className="number">{sum(({ ideal }) => ideal)}</td>
              <td className="number">{sum(({ load }) => load)}</td>
              <td className="number">{sum(({ assigned }) => assigned)}</td>
              <td className="number">{sum(({ overload }) => overload)}</td>
              <td className="number">{sum(({ creditBefore }) => creditBefore)}</td>
              <td className="number">{sum(({ creditBefore, overload }) => creditBefore + overload)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}

interface LoadFieldProps {
  name: string;
  load: number;
  decided: boolean;
  onDecide: (load: number | null) => void;
}

function LoadField({ name, load, decided, onDecide }: LoadFieldProps) {
  const w = useWords(words);
  const [text, setText] = useState(String(load));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onDecide(Number(text));
  };
  return (
    <form className="load-field" onSubmit={submit}>
      <span className="hint">{decided ? w.loads.decided : w.loads.found}</span>
      {decided && (
        <button
          type="button"
          className="icon-button"
          aria-label={w.loads.findAgain(name)}
          onClick={() => onDecide(null)}
        >
          <Icon name="again" />
        </button>
      )}
      <input
        type="number"
        min={0}
        max={100}
        value={text}
        aria-label={w.loads.of(name)}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== String(load) && (
        <button type="submit" className="small">
          {w.loads.save}
        </button>
      )}
    </form>
  );
}
