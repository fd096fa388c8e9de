/** The timetable of a queue, week by week. */
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ask } from '../api/client';
import { useQuery } from '../api/use-query';
import { serverNow } from '../clock/clock';
import { daysBetween, dayShort } from '../dates/format';
import {
  TimetableCreateDocument,
  TimetableDeleteDocument,
  TimetablePeopleDocument,
  TimetablePublishDocument,
  TimetableQueuesDocument,
  type TimetableQueuesQuery,
  TimetableUndoDocument,
  TimetableWeeksDocument,
  type TimetableWeeksQuery,
  TurnAssignDocument,
  TurnSwapDocument,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import '../style/stepper.css';
import '../style/timetable.css';
import { LiveBanner } from '../ui/live';
import { Page } from '../ui/page';
import { Refusal } from '../ui/problem';
import { Stepper } from '../ui/stepper';
import { Tag } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import type { TimetablePerson } from './busy';
import { AnywayDialog, CompareDialog, HistoryDialog, SureDialog } from './dialogs';
import { deltaText, type Edit, editOf, type Taken } from './edit';
import { WeekFigures } from './figures';
import { TimetableGrid } from './grid';
import { PeopleList } from './people';
import { Solver } from './solver';
import { TurnDetails } from './turn-details';
import { useAct } from './use-act';
import { type Asked, usePreview } from './use-preview';
import { useWeek } from './use-week';
import { addDays, dayIn, gridOf, mondayOf, placesOf, type Turn, type Week, weekNumber } from './week';
import { words } from './words';

type Queue = TimetableQueuesQuery['queues']['nodes'][number];

export default function TimetablePage() {
  const w = useWords(words);
  const [search, setSearch] = useSearchParams();
  const { data, problem } = useQuery(TimetableQueuesDocument, {});

  if (data === null)
    return (
      <Page title={w.title}>
        <p role="status">{problem?.message ?? w.working}</p>
      </Page>
    );
  const queues = data.queues.nodes;
  // Without a choice: the first queue that has hours at all.
  const queue =
    queues.find(({ id }) => id === search.get('queue')) ??
    queues.find(({ serviceHours }) => serviceHours.length > 0) ??
    queues[0];
  if (queue === undefined)
    return (
      <Page title={w.title}>
        <p>{w.noQueues}</p>
      </Page>
    );
  const asked = search.get('week');
  const today = dayIn(queue.timeZone, serverNow());
  const monday = mondayOf(asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : today);
  return (
    <QueueWeek
      key={`${queue.id} ${monday}`}
      queue={queue}
      queues={queues}
      monday={monday}
      today={today}
      onGo={(queueId, week) => setSearch({ queue: queueId, week })}
    />
  );
}

interface QueueWeekProps {
  queue: Queue;
  queues: readonly Queue[];
  monday: string;
  today: string;
  onGo: (queueId: string, monday: string) => void;
}

const statusTone = { DRAFT: 'warning', PUBLISHED: 'good', ARCHIVED: 'plain' } as const;

/** What an edit has to name. */
function seen({ id, version }: Week): { id: string; version: number } {
  return { id, version };
}

type Open = 'history' | 'compare' | 'drop' | null;

function QueueWeek({ queue, queues, monday, today, onGo }: QueueWeekProps) {
  const w = useWords(words);
  const language = useLanguage();
  const viewer = useViewer();
  const { week, live, reload } = useWeek(queue.id, monday);
  const people = usePeople();
  const { data: known } = useQuery(TimetableWeeksDocument, { queueId: queue.id });
  const weeks = known?.timetables.nodes ?? [];
  const { act, isActing, problem } = useAct(reload);
  const [open, setOpen] = useState<Open>(null);
  const span = daysBetween(monday, addDays(monday, 6), language);
  const mayEdit = leads(viewer) && week?.status !== 'ARCHIVED';

  return (
    <Page
      title={w.title}
      className="timetable"
      aside={
        <>
          <label>
            <span className="only-read">{w.queue}</span>
            <select value={queue.id} onChange={(event) => onGo(event.target.value, monday)}>
              {queues.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Stepper
            before={w.before}
            after={w.after}
            onStep={(step) => onGo(queue.id, addDays(monday, 7 * step))}
          >
            {w.week(weekNumber(monday))} <span className="hint">{span}</span>
          </Stepper>
          {monday !== mondayOf(today) && (
            <button type="button" className="quiet" onClick={() => onGo(queue.id, mondayOf(today))}>
              {w.thisWeek}
            </button>
          )}
          {week && (
            <>
              <Tag tone={statusTone[week.status]}>{w.status[week.status]}</Tag>
              <span className="hint">{w.version(week.version)}</span>
            </>
          )}
        </>
      }
      actions={
        week && (
          <>
            {mayEdit && (
              <button
                type="button"
                disabled={isActing}
                onClick={() => void act(TimetableUndoDocument, seen(week), (data) => data.timetableUndo)}
              >
                {w.undo}
              </button>
            )}
            <button type="button" onClick={() => setOpen('history')}>
              {w.history}
            </button>
            <button type="button" onClick={() => setOpen('compare')}>
              {w.compare}
            </button>
            <button type="button" onClick={() => window.print()}>
              {w.print}
            </button>
            {mayEdit && week.status === 'DRAFT' && (
              <>
                <button type="button" onClick={() => setOpen('drop')}>
                  {w.drop}
                </button>
                <button
                  type="button"
                  className="primary"
                  disabled={isActing}
                  onClick={() =>
                    void act(TimetablePublishDocument, seen(week), (data) => data.timetablePublish)
                  }
                >
                  {w.publish}
                </button>
              </>
            )}
          </>
        )
      }
    >
      <LiveBanner live={live} />
      <Refusal errors={problem === null ? [] : [{ message: problem }]} />
      {week === null && (
        <NoWeek
          queue={queue}
          mayMake={mayEdit}
          monday={monday}
          isActing={isActing}
          weeks={weeks}
          onMake={(copyFromId) =>
            void act(
              TimetableCreateDocument,
              { queueId: queue.id, week: monday, copyFromId },
              (data) => data.timetableCreate,
            )
          }
        />
      )}
      {week && people && (
        <Editor
          key={week.id}
          week={week}
          people={people}
          label={w.grid.label(queue.name, `${w.week(weekNumber(monday))}, ${span}`)}
          today={today}
          mayEdit={mayEdit}
          act={act}
        />
      )}
      {week && open === 'history' && <HistoryDialog week={week} onDone={() => setOpen(null)} />}
      {week && open === 'compare' && (
        <CompareDialog week={week} others={weeks} onDone={() => setOpen(null)} />
      )}
      {week && open === 'drop' && (
        <SureDialog
          text={w.dropSure}
          action={w.drop}
          onDone={() => setOpen(null)}
          onSure={() => void act(TimetableDeleteDocument, { id: week.id }, (data) => data.timetableDelete)}
        />
      )}
    </Page>
  );
}

interface NoWeekProps {
  queue: Queue;
  mayMake: boolean;
  monday: string;
  isActing: boolean;
  weeks: readonly Known[];
  onMake: (copyFromId: string | null) => void;
}

function NoWeek({ queue, mayMake, monday, isActing, weeks, onMake }: NoWeekProps) {
  const w = useWords(words);
  const language = useLanguage();
  const hasHours = queue.serviceHours.length > 0;
  const latest = weeks.filter((each) => each.week < monday).sort((a, b) => b.week.localeCompare(a.week))[0];
  return (
    <div className="no-week">
      <h2>{w.notMade}</h2>
      <p className="hint">{hasHours ? w.notMadeHow : w.noHours}</p>
      {mayMake && hasHours && (
        <div className="actions">
          {latest !== undefined && (
            <button type="button" disabled={isActing} onClick={() => onMake(latest.id)}>
              {w.copyFrom(dayShort(latest.week, language))}
            </button>
          )}
          <button type="button" className="primary" disabled={isActing} onClick={() => onMake(null)}>
            {w.create}
          </button>
        </div>
      )}
    </div>
  );
}

interface EditorProps {
  week: Week;
  people: ReadonlyMap<string, TimetablePerson>;
  label: string;
  today: string;
  mayEdit: boolean;
  act: ReturnType<typeof useAct>['act'];
}

function Editor({ week, people, label, today, mayEdit, act }: EditorProps) {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [overId, setOverId] = useState<string | null>(null);
  const [anyway, setAnyway] = useState<{ edit: Edit; warnings: readonly string[] } | null>(null);

  const grid = useMemo(() => gridOf(week), [week]);
  const places = useMemo(() => placesOf(grid), [grid]);
  const over = overId === null ? null : (places.get(overId) ?? null);
  const edit = taken === null || over === null ? null : editOf(taken, over.turn);
  const asked = usePreview(edit, week.version);
  const selected = selectedId === null ? null : (places.get(selectedId) ?? null);

  const take = (next: Taken | null) => {
    setTaken(next);
    setOverId(null);
  };
  const doIt = async (wanted: Edit, ignoreWarnings: boolean, reason: string | null) => {
    const common = { version: week.version, ignoreWarnings, reason };
    const { payload, warnings } =
      wanted.kind === 'swap'
        ? await act(
            TurnSwapDocument,
            { id: wanted.id, withId: wanted.withId, ...common },
            (data) => data.turnSwap,
          )
        : await act(
            TurnAssignDocument,
            { id: wanted.id, personId: wanted.personId, ...common },
            (data) => data.turnAssign,
          );
    if (payload?.timetable === null && warnings.length > 0)
      setAnyway({ edit: wanted, warnings: warnings.map(({ message }) => message) });
  };
  const put = (target: Turn) => {
    const wanted = taken === null ? null : editOf(taken, target);
    take(null);
    if (wanted !== null) void doIt(wanted, false, null);
  };

  return (
    <div className="week-body">
      <PeopleList
        loads={week.loads}
        people={people}
        shownId={shownId}
        mayEdit={mayEdit}
        onShow={setShownId}
        onTake={take}
      />
      <div className="week-middle">
        <TimetableGrid
          grid={grid}
          places={places}
          people={people}
          label={label}
          today={today}
          mayEdit={mayEdit}
          selectedId={selectedId}
          shown={shownId === null ? null : (people.get(shownId) ?? null)}
          showBusy
          taken={taken}
          overId={overId}
          asked={asked}
          onSelect={(turn) => setSelectedId(turn.id === selectedId ? null : turn.id)}
          onTake={take}
          onOver={(turn) => setOverId(turn?.id ?? null)}
          onPut={put}
        />
        {mayEdit && (
          <PriceBar taken={taken} over={over} places={places} people={people} edit={edit} asked={asked} />
        )}
      </div>
      <aside className="week-aside">
        {selected === null ? (
          <WeekFigures week={week} />
        ) : (
          <TurnDetails
            place={selected}
            version={week.version}
            people={people}
            mayEdit={mayEdit}
            isTaken={taken?.kind === 'turn' && taken.turn.id === selected.turn.id}
            onEdit={(wanted) => void doIt(wanted, false, null)}
            onTake={() => take({ kind: 'turn', turn: selected.turn })}
            onClose={() => setSelectedId(null)}
          />
        )}
        <Solver week={week} mayEdit={mayEdit} act={act} />
      </aside>
      {anyway !== null && (
        <AnywayDialog
          warnings={anyway.warnings}
          onDone={() => setAnyway(null)}
          onAnyway={(reason) => void doIt(anyway.edit, true, reason)}
        />
      )}
    </div>
  );
}

interface PriceBarProps {
  taken: Taken | null;
  over: ReturnType<typeof placesOf> extends Map<string, infer P> ? P | null : never;
  places: ReturnType<typeof placesOf>;
  people: ReadonlyMap<string, TimetablePerson>;
  edit: Edit | null;
  asked: Asked | null;
}

/** What would be done if it were put down here, and what that would cost: for the eye, and read out for the ear. */
function PriceBar({ taken, over, places, people, edit, asked }: PriceBarProps) {
  const w = useWords(words);
  const language = useLanguage();
  const nameOf = (personId: string | null) =>
    personId === null ? w.grid.nobody : (people.get(personId)?.name ?? '');
  const textOf = (turn: Turn) => {
    const slot = places.get(turn.id)?.slot;
    return `${nameOf(turn.personId)} (${slot === undefined ? '' : `${dayShort(slot.day, language)} ${slot.localStart}`})`;
  };
  const preview = asked?.kind === 'known' ? asked.preview : null;
  const delta = preview === null ? 0 : preview.pointsAfter - preview.pointsBefore;
  const takenText = taken === null ? '' : taken.kind === 'turn' ? textOf(taken.turn) : nameOf(taken.personId);

  return (
    <div className="price-bar" role="status" data-active={taken !== null || undefined}>
      {taken === null && <span className="hint">{w.grid.how}</span>}
      {taken !== null && edit === null && (
        <span>{over === null ? w.grid.taken(takenText) : w.preview.same}</span>
      )}
      {taken !== null && edit !== null && over !== null && (
        <>
          <b>
            {taken.kind === 'turn'
              ? w.preview.swap(takenText, textOf(over.turn))
              : w.preview.give(textOf(over.turn), takenText)}
          </b>
          {asked?.kind === 'asking' && <span className="hint">{w.preview.asking}</span>}
          {asked?.kind === 'failed' && <span className="error">{asked.message}</span>}
          {preview !== null && (
            <>
              {preview.refusals.length > 0 ? (
                <span className="error">
                  {w.preview.refused}: {preview.refusals.map(({ message }) => message).join(' ')}
                </span>
              ) : (
                <span className="price" data-price={delta > 0 ? 'dearer' : delta < 0 ? 'cheaper' : 'same'}>
                  {deltaText(delta)}
                </span>
              )}
              {preview.refusals.length === 0 &&
                preview.parts.map(({ constraint, points }) => (
                  <span key={constraint} className="hint">
                    {w.rule[constraint]} {deltaText(points)}
                  </span>
                ))}
              {preview.refusals.length === 0 &&
                preview.warnings.map(({ message }) => (
                  <span key={message} className="is-warning">
                    {message}
                  </span>
                ))}
            </>
          )}
        </>
      )}
    </div>
  );
}

type Known = TimetableWeeksQuery['timetables']['nodes'][number];

/** Everybody, by id; null while they are read. */
function usePeople(): ReadonlyMap<string, TimetablePerson> | null {
  const [people, setPeople] = useState<ReadonlyMap<string, TimetablePerson> | null>(null);
  useEffect(() => {
    const over = new AbortController();
    const read = async () => {
      const found = new Map<string, TimetablePerson>();
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof readPeople>> = await readPeople(after, over.signal);
        for (const person of page.nodes) found.set(person.id, person);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      setPeople(found);
    };
    // Not reached: the week, which is read beside it, says so, and is read again.
    read().catch(() => undefined);
    return () => over.abort();
  }, []);
  return people;
}

async function readPeople(after: string | null, signal: AbortSignal) {
  return (await ask(TimetablePeopleDocument, { after }, signal)).persons;
}
