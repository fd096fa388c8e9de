/** An event, new or changed, with the rule by which it happens again and its next ten times. */
import { type FormEvent, useEffect, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import { dayLong } from '../dates/format';
import {
  type CalendarFieldsFragment,
  CalendarEventDocument,
  EventCreateDocument,
  type EventFieldsFragment,
  EventUpdateDocument,
  RecurrencePreviewDocument,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { useLanguage, useWords } from '../words/language';
import { formOfRule, newRule, type RuleForm, ruleOf } from './rule';
import { RuleFields } from './rule-fields';
import { words } from './words';

interface EventDialogProps {
  calendars: readonly CalendarFieldsFragment[];
  /** Null: a new one, in that calendar, beginning then. */
  eventId: string | null;
  calendarId: string;
  start: string;
  onClose: () => void;
  onChanged: () => void;
}

export function EventDialog({ eventId, ...props }: EventDialogProps) {
  const w = useWords(words);
  const { data, problem } = useQuery(CalendarEventDocument, eventId === null ? null : { id: eventId });
  const event = data?.event ?? null;
  const isReady = eventId === null || event !== null;
  return (
    <Dialog title={eventId === null ? w.event.create : w.event.edit} wide onClose={props.onClose}>
      {(close) => (
        <>
          <Problem problem={problem} />
          {isReady ? <EventForm {...props} event={event} close={close} /> : <p role="status">{w.working}</p>}
        </>
      )}
    </Dialog>
  );
}

interface EventFormProps extends Omit<EventDialogProps, 'eventId'> {
  event: EventFieldsFragment | null;
  close: () => void;
}

function EventForm({ calendars, event, close, onChanged, ...given }: EventFormProps) {
  const w = useWords(words);
  const { act, errors, problem, working } = useAction();
  const [calendarId, setCalendarId] = useState(event?.calendar.id ?? given.calendarId);
  const [title, setTitle] = useState(event?.title ?? '');
  const [description, setDescription] = useState(event?.description ?? '');
  const [start, setStart] = useState((event?.start ?? given.start).slice(0, 16));
  const [minutes, setMinutes] = useState(String((event?.durationSeconds ?? 3_600) / 60));
  const [rule, setRule] = useState<RuleForm>(() =>
    event === null ? newRule(start) : formOfRule(event.rule, start),
  );
  const calendar = calendars.find(({ id }) => id === calendarId);
  const zone = event?.timeZone ?? calendar?.timeZone ?? 'UTC';
  const errorAt = (field: string) => errors.filter(({ path }) => path?.at(-1) === field);
  const others = errors.filter(
    ({ path }) => !['title', 'start', 'rule', 'durationSeconds'].includes(path?.at(-1) ?? ''),
  );

  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const input = {
      title: title.trim(),
      description: description.trim() === '' ? null : description.trim(),
      start: `${start}:00`,
      durationSeconds: Math.round(Number(minutes) * 60),
      rule: ruleOf(rule),
    };
    void act(
      async () =>
        event === null
          ? (await ask(EventCreateDocument, { input: { ...input, calendarId } })).eventCreate
          : (await ask(EventUpdateDocument, { id: event.id, input })).eventUpdate,
      () => {
        onChanged();
        close();
      },
    );
  };

  return (
    <form className="event-form" onSubmit={submit} aria-busy={working}>
      <div className="event-fields">
        <label className="field">
          {w.event.name}
          <input
            value={title}
            onChange={(e) => setTitle(e.target.value)}
            maxLength={255}
            required
            autoFocus
            autoComplete="off"
          />
          <Refusal errors={errorAt('title')} />
        </label>
        {event === null && (
          <label className="field">
            {w.calendar}
            <select value={calendarId} onChange={(e) => setCalendarId(e.target.value)}>
              {calendars.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <div className="choice-row">
          <label className="field">
            {w.event.start}
            <input type="datetime-local" value={start} onChange={(e) => setStart(e.target.value)} required />
            <Refusal errors={errorAt('start')} />
          </label>
          <label className="field">
            {w.event.minutes}
            <input
              type="number"
              min={1}
              max={44_640}
              value={minutes}
              onChange={(e) => setMinutes(e.target.value)}
              required
            />
            <Refusal errors={errorAt('durationSeconds')} />
          </label>
        </div>
        <p className="hint">
          {w.event.zone}: {zone}
        </p>
        <label className="field">
          {w.event.description}
          <textarea
            rows={3}
            value={description}
            maxLength={4_000}
            onChange={(e) => setDescription(e.target.value)}
          />
        </label>
      </div>
      <div className="event-rule">
        <RuleFields rule={rule} start={start} onChange={setRule} />
        <Refusal errors={errorAt('rule')} />
        <NextTen
          rule={rule}
          start={start}
          zone={zone}
          besides={event?.besides ?? []}
          leftOut={event?.leftOut ?? []}
        />
      </div>
      <Problem problem={problem} />
      <Refusal errors={others} />
      <div className="actions">
        <button type="button" onClick={close}>
          {w.cancel}
        </button>
        <button type="submit" className="primary" disabled={working}>
          {w.save}
        </button>
      </div>
    </form>
  );
}

interface NextTenProps {
  rule: RuleForm;
  start: string;
  zone: string;
  besides: readonly string[];
  leftOut: readonly string[];
}

/** Typing asks once it rests, in milliseconds. */
const restMs = 250;

function NextTen({ rule, start, zone, besides, leftOut }: NextTenProps) {
  const w = useWords(words);
  const language = useLanguage();
  const text = ruleOf(rule);
  const wanted = text === null ? null : JSON.stringify({ rule: text, start: `${start}:00`, zone });
  const rested = useRested(wanted);
  const { data, problem, loading } = useQuery(
    RecurrencePreviewDocument,
    rested === null
      ? null
      : {
          ...(JSON.parse(rested) as { rule: string; start: string; zone: string }),
          besides: [...besides],
          leftOut: [...leftOut],
        },
  );
  if (text === null) return null;
  const preview = data?.recurrencePreview;
  return (
    <section className="next-ten" aria-label={w.rule.next} aria-busy={loading || rested !== wanted}>
      <h3>{w.rule.next}</h3>
      <Problem problem={problem} />
      <Refusal errors={preview?.userErrors ?? []} />
      {preview?.userErrors.length === 0 && preview.occurrences.length === 0 && (
        <p className="hint">{w.rule.none}</p>
      )}
      <ol>
        {preview?.occurrences.map(({ startsAt, localStart }) => (
          <li key={startsAt}>
            <span>{dayLong(localStart.slice(0, 10), language)}</span>{' '}
            <span className="hint">
              {localStart.slice(0, 4)} · {localStart.slice(11, 16)}
            </span>
          </li>
        ))}
      </ol>
      {preview?.rule && (
        <p className="hint">
          {w.rule.asKept} <code>{preview.rule}</code>
        </p>
      )}
    </section>
  );
}

function useRested(value: string | null): string | null {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(waiting);
  }, [value]);
  return rested;
}
