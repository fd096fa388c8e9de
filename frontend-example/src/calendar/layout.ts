/** Where occurrences are drawn: in the days of a month, and side by side in the hours of a day. */
import { localTime } from '../dates/zone';
import { addDays, mondayOf } from '../timetable/week';

export type Span = 'month' | 'week' | 'day';
export const spans = ['month', 'week', 'day'] as const;

/** The days on screen: of a month whole weeks, as many as it touches. */
export function daysOf(span: Span, date: string): string[] {
  if (span === 'day') return [date];
  const first = mondayOf(span === 'week' ? date : `${date.slice(0, 7)}-01`);
  if (span === 'week') return Array.from({ length: 7 }, (_, n) => addDays(first, n));
  const days: string[] = [];
  const month = date.slice(0, 7);
  for (let monday = first; monday.slice(0, 7) <= month; monday = addDays(monday, 7))
    for (let n = 0; n < 7; n++) days.push(addDays(monday, n));
  return days;
}

/** One step on or back; of a month, to the first of the next. */
export function stepped(span: Span, date: string, step: -1 | 1): string {
  if (span === 'day') return addDays(date, step);
  if (span === 'week') return addDays(date, 7 * step);
  const first = `${date.slice(0, 7)}-01`;
  return step === 1 ? `${addDays(first, 32).slice(0, 7)}-01` : `${addDays(first, -1).slice(0, 7)}-01`;
}

export interface Timed {
  startsAt: string;
  endsAt: string;
}

export interface Placed<Item> {
  item: Item;
  /** Minutes of the day, cut to it. */
  from: number;
  until: number;
  /** Side by side with others: its column, of how many. */
  column: number;
  columns: number;
}

const dayMinutes = 1_440;

/** What happens on `day`, by the clock of `timeZone`. What lasts over midnight is on both days. */
export function placedOn<Item extends Timed>(
  items: readonly Item[],
  day: string,
  timeZone: string,
): Placed<Item>[] {
  const minutesOn = (local: string, edge: 'from' | 'until') => {
    const date = local.slice(0, 10);
    if (date < day) return 0;
    if (date > day) return dayMinutes;
    const minutes = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
    // What ends at midnight does not touch the day that begins then.
    return edge === 'until' && minutes === 0 ? 0 : minutes;
  };
  const on = items
    .map((item) => {
      const start = localTime(item.startsAt, timeZone);
      const end = localTime(item.endsAt, timeZone);
      return {
        item,
        from: minutesOn(start, 'from'),
        until: minutesOn(end, 'until'),
        startsToday: start.slice(0, 10) === day,
      };
    })
    .filter(
      ({ from, until, startsToday }) => from < dayMinutes && (until > from || (startsToday && until >= from)),
    )
    .sort((a, b) => a.from - b.from || b.until - a.until);

  const placed: Placed<Item>[] = [];
  let group: Placed<Item>[] = [];
  let groupEnd = -1;
  const close = () => {
    const columns = Math.max(0, ...group.map(({ column }) => column + 1));
    for (const each of group) each.columns = columns;
    group = [];
  };
  for (const { item, from, until } of on) {
    if (from >= groupEnd) close();
    const busy = new Set(group.filter((each) => each.until > from).map(({ column }) => column));
    let column = 0;
    while (busy.has(column)) column++;
    const each = { item, from, until: Math.max(until, from + 1), column, columns: 1 };
    group.push(each);
    placed.push(each);
    groupEnd = Math.max(groupEnd, each.until);
  }
  close();
  return placed;
}
