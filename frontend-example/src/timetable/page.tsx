/** The timetable of a queue, week by week. */
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useQuery } from '../api/use-query';
import { serverNow } from '../clock/clock';
import { daysBetween, dayShort } from '../dates/format';
import {
  TimetableCreateDocument,
  TimetableDeleteDocument,
  TimetablePublishDocument,
  TimetableQueuesDocument,
  type TimetableQueuesQuery,
  TimetableUndoDocument,
  TimetableWeeksDocument,
  type TimetableWeeksQuery,
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
import { CompareDialog, HistoryDialog, SureDialog } from './dialogs';
import { Editor } from './editor';
import { useAct } from './use-act';
import { usePeople } from './use-people';
import { useWeek } from './use-week';
import { addDays, dayIn, mondayOf, type Week, weekNumber } from './week';
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

type Known = TimetableWeeksQuery['timetables']['nodes'][number];
