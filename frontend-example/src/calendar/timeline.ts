/** What became of a reminder, moment by moment. */
import type { ReminderFieldsFragment } from '../operations/generated';

export type Reminder = ReminderFieldsFragment;

export type Moment =
  | { kind: 'planned'; at: string }
  /** A window, a pause or a late policy has moved it; or it is tried again then. */
  | { kind: 'due'; at: string }
  | {
      kind: 'call';
      at: string;
      to: string;
      status: Reminder['calls'][number]['status'];
      talkSeconds: number | null;
    }
  | { kind: 'message'; at: string; to: string; status: Reminder['messages'][number]['status'] }
  | { kind: 'ended'; at: string };

const open: readonly Reminder['status'][] = ['PENDING', 'IN_PROCESS', 'RETRY'];

export function timelineOf(reminder: Reminder): Moment[] {
  const tried: Moment[] = [
    ...reminder.calls.map(({ createdAt, target, status, talkSeconds }): Moment => ({
      kind: 'call',
      at: createdAt,
      to: target,
      status,
      talkSeconds,
    })),
    ...reminder.messages.map(({ createdAt, to, status }): Moment => ({
      kind: 'message',
      at: createdAt,
      to,
      status,
    })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const isMoved = reminder.dueAt !== null && Date.parse(reminder.dueAt) !== Date.parse(reminder.plannedAt);
  return [
    { kind: 'planned', at: reminder.plannedAt },
    ...tried,
    ...(isMoved && reminder.dueAt !== null && open.includes(reminder.status)
      ? [{ kind: 'due', at: reminder.dueAt } as const]
      : []),
    ...(reminder.endedAt === null ? [] : [{ kind: 'ended', at: reminder.endedAt } as const]),
  ];
}
