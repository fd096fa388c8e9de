/** Calendars, by month, week and day. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import { serverNow } from '../clock/clock';
import { dayLong, daysBetween, monthName } from '../dates/format';
import { instantOf } from '../dates/zone';
import {
  CalendarCreateDocument,
  type CalendarFieldsFragment,
  CalendarPersonsDocument,
  CalendarsDocument,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import '../style/calendar.css';
import '../style/stepper.css';
import { addDays, dayIn } from '../timetable/week';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { LiveBanner } from '../ui/live';
import { Page } from '../ui/page';
import { Problem, Refusal } from '../ui/problem';
import { Stepper } from '../ui/stepper';
import { useLanguage, useWords } from '../words/language';
import { OccurrenceDetails } from './details';
import { EventDialog } from './event-dialog';
import { HourGrid } from './hours';
import { daysOf, type Span, spans, stepped } from './layout';
import { MonthGrid } from './month';
import { useOccurrences } from './use-occurrences';
import { words } from './words';

type Calendar = CalendarFieldsFragment;

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export default function CalendarPage() {
  const w = useWords(words);
  const viewer = useViewer();
  const { data, problem, reload } = useQuery(CalendarsDocument, {});
  const [isMaking, setMaking] = useState(false);
  const calendars = data?.calendars.nodes;
  const making = isMaking && <CalendarDialog onClose={() => setMaking(false)} onMade={reload} />;
  const makeCalendar = leads(viewer) && (
    <button type="button" onClick={() => setMaking(true)}>
      {w.newCalendar}
    </button>
  );
  if (calendars === undefined || calendars.length === 0)
    return (
      <Page title={w.title} actions={calendars !== undefined && makeCalendar}>
        <Problem problem={problem} onRetry={reload} />
        {calendars === undefined && problem === null && <p role="status">{w.working}</p>}
        {calendars !== undefined && (
          <div className="panel empty">
            <h2>{w.noCalendar}</h2>
            <p>{w.noCalendarHow}</p>
          </div>
        )}
        {making}
      </Page>
    );
  return (
    <>
      <Calendars calendars={calendars} makeCalendar={makeCalendar} />
      {making}
    </>
  );
}

type Editing = { eventId: string | null; start: string } | null;

function Calendars({ calendars, makeCalendar }: { calendars: readonly Calendar[]; makeCalendar: ReactNode }) {
  const w = useWords(words);
  const language = useLanguage();
  const { role } = useViewer();
  const [search, setSearch] = useSearchParams();
  const calendar = calendars.find(({ id }) => id === search.get('calendar')) ?? null;
  const zone = calendar?.timeZone ?? (calendars.length === 1 ? calendars[0]?.timeZone : undefined) ?? ownZone;
  const today = dayIn(zone, serverNow());
  const span = spans.find((each) => each === search.get('span')) ?? 'month';
  const asked = search.get('date');
  const date = asked !== null && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : today;
  const days = daysOf(span, date);
  const [first = date, last = date] = [days[0], days.at(-1)];
  // A day more before the first: what began then may last into it.
  const { occurrences, problem, live, reload } = useOccurrences(
    calendar?.id ?? null,
    instantOf(`${addDays(first, -1)}T00:00`, zone),
    instantOf(`${addDays(last, 1)}T00:00`, zone),
  );
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [editing, setEditing] = useState<Editing>(null);
  const selected = occurrences.find(({ id }) => id === selectedId) ?? null;
  const mayEdit = role !== 'VIEWER';
  const go = (to: { span?: Span; date?: string; calendar?: string | null }) => {
    const next = { span, date, calendar: calendar?.id ?? null, ...to };
    setSearch({
      span: next.span,
      date: next.date,
      ...(next.calendar === null ? {} : { calendar: next.calendar }),
    });
  };
  const grid = {
    days,
    occurrences,
    zone,
    today,
    selectedId,
    onSelect: ({ id }: { id: string }) => setSelectedId(id === selectedId ? null : id),
    onDay: (day: string) => go({ span: 'day', date: day }),
  };

  return (
    <Page
      title={w.title}
      aside={
        <>
          <label>
            <span className="only-read">{w.calendar}</span>
            <select
              value={calendar?.id ?? ''}
              onChange={(event) => go({ calendar: event.target.value || null })}
            >
              <option value="">{w.all}</option>
              {calendars.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Stepper
            before={w.before}
            after={w.after}
            onStep={(step) => go({ date: stepped(span, date, step) })}
          >
            {span === 'month' && monthName(date, language)}
            {span === 'week' && daysBetween(first, last, language)}
            {span === 'day' && dayLong(date, language)}
          </Stepper>
          <button type="button" className="quiet" onClick={() => go({ date: today })}>
            {w.today}
          </button>
          <div className="tab-list">
            {spans.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === span}
                onClick={() => go({ span: each })}
              >
                {w.spans[each]}
              </button>
            ))}
          </div>
        </>
      }
      actions={
        mayEdit && (
          <>
            {makeCalendar}
            <button
              type="button"
              className="primary"
              onClick={() => setEditing({ eventId: null, start: `${date}T10:00` })}
            >
              <Icon name="add" /> {w.newEvent}
            </button>
          </>
        )
      }
    >
      <LiveBanner live={live} />
      <Problem problem={problem} onRetry={reload} />
      <div className="calendar-body" data-open={selected !== null || undefined}>
        {span === 'month' ? (
          <MonthGrid {...grid} month={date.slice(0, 7)} />
        ) : (
          <HourGrid key={span} {...grid} />
        )}
        {selected !== null && (
          <OccurrenceDetails
            key={selected.id}
            occurrence={selected}
            zone={zone}
            mayEdit={mayEdit}
            onEdit={() => setEditing({ eventId: selected.event.id, start: '' })}
            onChanged={reload}
            onClose={() => setSelectedId(null)}
          />
        )}
      </div>
      <p className="hint">{w.zone(zone)}</p>
      {editing !== null && (
        <EventDialog
          calendars={calendars}
          eventId={editing.eventId}
          calendarId={calendar?.id ?? calendars[0]?.id ?? ''}
          start={editing.start}
          onClose={() => setEditing(null)}
          onChanged={reload}
        />
      )}
    </Page>
  );
}

function CalendarDialog({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const w = useWords(words);
  const { data } = useQuery(CalendarPersonsDocument, {});
  const { act, errors, problem, working } = useAction();
  const [name, setName] = useState('');
  const [timeZone, setTimeZone] = useState(ownZone);
  const [ownerPersonId, setOwner] = useState('');
  const persons = data?.persons.nodes ?? [];
  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const input = { name: name.trim(), timeZone, ownerPersonId: ownerPersonId || persons[0]?.id || null };
    void act(
      async () => (await ask(CalendarCreateDocument, { input })).calendarCreate,
      () => {
        onMade();
        close();
      },
    );
  };
  return (
    <Dialog title={w.newCalendar} onClose={onClose}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <label className="field">
            {w.newCalendarForm.name}
            <input
              value={name}
              onChange={(event) => setName(event.target.value)}
              required
              maxLength={100}
              autoFocus
              autoComplete="off"
            />
          </label>
          <label className="field">
            {w.newCalendarForm.owner}
            <select value={ownerPersonId} onChange={(event) => setOwner(event.target.value)}>
              {persons.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            {w.newCalendarForm.zone}
            <select value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
              {[...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
                <option key={zone} value={zone}>
                  {zone}
                </option>
              ))}
            </select>
          </label>
          <Problem problem={problem} />
          <Refusal errors={errors} />
          <div className="actions">
            <button type="button" onClick={close}>
              {w.cancel}
            </button>
            <button type="submit" className="primary" disabled={working || persons.length === 0}>
              {w.save}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
