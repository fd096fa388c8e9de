/** Who is reminded of one occurrence, when, and what became of it: told as it happens. */
import { useMemo } from 'react';
import { useChanges } from '../api/use-live';
import { useQuery } from '../api/use-query';
import { words as calloutWords } from '../callouts/words';
import { moment } from '../dates/format';
import { words as flowWords } from '../flows/words';
import { CalendarReminderChangedDocument, OccurrenceRemindersDocument } from '../operations/generated';
import { Problem } from '../ui/problem';
import { Tag, type Tone } from '../ui/tag';
import { useLanguage, useWords } from '../words/language';
import { words } from './alarm-words';
import { type Moment, type Reminder, timelineOf } from './timeline';

const tones: Record<Reminder['status'], Tone> = {
  PENDING: 'busy',
  IN_PROCESS: 'busy',
  RETRY: 'warning',
  SUCCESS: 'good',
  FAILURE: 'bad',
  CANCELED: 'plain',
  EXPIRED: 'bad',
  SKIPPED: 'plain',
  MERGED: 'plain',
};

interface RemindersProps {
  occurrenceId: string;
  eventId: string;
  zone: string;
}

export function Reminders({ occurrenceId, eventId, zone }: RemindersProps) {
  const w = useWords(words);
  const { data, problem, reload } = useQuery(OccurrenceRemindersDocument, { id: occurrenceId });
  const changes = useMemo(
    () => ({
      subscription: CalendarReminderChangedDocument,
      variables: (after: string) => ({ eventId, after }),
      change: (told: { reminderChanged: { cursor: string } }) => told.reminderChanged,
    }),
    [eventId],
  );
  useChanges(changes, reload);
  const occurrence = data?.occurrence;
  return (
    <>
      <h3>{w.reminders}</h3>
      <Problem problem={problem} onRetry={reload} />
      {occurrence?.answer && (
        <p>
          {w.answer}: <Meaning outcome={occurrence.answer} />
        </p>
      )}
      {occurrence?.reminders.length === 0 && <p className="hint">{w.noReminders}</p>}
      <ul className="reminders">
        {occurrence?.reminders.map((reminder) => (
          <li key={reminder.id}>
            <p className="reminder-head">
              <b>{reminder.alarm.name ?? w.unnamed}</b>{' '}
              <Tag tone={tones[reminder.status]}>{w.status[reminder.status]}</Tag>{' '}
              {reminder.answer !== null && <Meaning outcome={reminder.answer} />}
            </p>
            {reminder.reason !== null && <p className="hint">{w.reason[reminder.reason]}</p>}
            <ol className="timeline">
              {timelineOf(reminder).map((each) => (
                <Point key={`${each.kind} ${each.at}`} moment={each} zone={zone} />
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </>
  );
}

function Point({ moment: point, zone }: { moment: Moment; zone: string }) {
  const w = useWords(words);
  const calls = useWords(calloutWords);
  const language = useLanguage();
  const what = () => {
    switch (point.kind) {
      case 'planned':
        return w.planned;
      case 'due':
        return w.due;
      case 'ended':
        return w.ended;
      case 'call':
        return `${w.call(point.to)}: ${calls.attempt[point.status]}${point.talkSeconds === null ? '' : `, ${w.talked(point.talkSeconds)}`}`;
      case 'message':
        return `${w.sent(point.to)}: ${w.message[point.status]}`;
    }
  };
  return (
    <li data-kind={point.kind}>
      <span>{what()}</span>{' '}
      <time className="hint" dateTime={point.at}>
        {moment(point.at, language, zone)}
      </time>
    </li>
  );
}

function Meaning({ outcome }: { outcome: NonNullable<Reminder['answer']> }) {
  const { meaning } = useWords(flowWords);
  return <b>{outcome.meaning === null ? outcome.own : meaning[outcome.meaning]}</b>;
}
