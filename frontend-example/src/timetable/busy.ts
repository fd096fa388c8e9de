/** When people cannot, or would rather not. */
import type { TimetablePeopleQuery } from '../operations/generated';
import { weekdayOf } from './week';

export type TimetablePerson = TimetablePeopleQuery['persons']['nodes'][number];
export type BusyTime = Pick<
  TimetablePerson['busy'][number],
  'weekday' | 'date' | 'startsAt' | 'endsAt' | 'required' | 'reason'
>;

export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;

interface Span {
  day: string;
  localStart: string;
  localEnd: string;
}

/** `HH:MM` in minutes; midnight ends a day, so there it is 24 hours. */
export function minutes(time: string, isEnd: boolean): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const whole = hour * 60 + minute;
  return isEnd && whole === 0 ? 1_440 : whole;
}

/** Whether that busy time touches the slot. */
export function touches(busy: BusyTime, slot: Span): boolean {
  const isDay = busy.date === slot.day || busy.weekday === weekdays[weekdayOf(slot.day)];
  if (!isDay) return false;
  if (busy.startsAt === null || busy.endsAt === null) return true;
  return (
    minutes(busy.startsAt, false) < minutes(slot.localEnd, true) &&
    minutes(slot.localStart, false) < minutes(busy.endsAt, true)
  );
}

/** What keeps the person from that slot: what is required before what is only wished; null: nothing. */
export function busyAt(busy: readonly BusyTime[], slot: Span): BusyTime | null {
  const touching = busy.filter((each) => touches(each, slot));
  return touching.find(({ required }) => required) ?? touching[0] ?? null;
}
