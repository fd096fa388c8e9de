/** Busy times of a week as blocks of a day, to draw. */
import { type BusyTime, minutes, weekdays } from '../timetable/busy';
import { addDays, weekdayOf } from '../timetable/week';

const dayMinutes = 1_440;

export interface Block {
  /** 0 for Monday. */
  day: number;
  /** Shares of the day, in percent. */
  from: number;
  height: number;
  required: boolean;
  reason: string;
  /** `12:00–18:00`; empty: the whole day. */
  hours: string;
}

/** What is so every week; with `monday` also what is so in that week alone. Whole days lie below the others. */
export function blocksOf(busy: readonly BusyTime[], monday: string | null): Block[] {
  return busy
    .flatMap((each) => {
      const day = dayOf(each, monday);
      if (day === null) return [];
      const isWhole = each.startsAt === null || each.endsAt === null;
      const start = isWhole ? 0 : minutes(each.startsAt ?? '', false);
      const end = isWhole ? dayMinutes : minutes(each.endsAt ?? '', true);
      return [
        {
          day,
          from: (start / dayMinutes) * 100,
          height: ((end - start) / dayMinutes) * 100,
          required: each.required,
          reason: each.reason,
          hours: isWhole ? '' : `${each.startsAt}–${each.endsAt}`,
        },
      ];
    })
    .sort((a, b) => b.height - a.height);
}

function dayOf({ weekday, date }: BusyTime, monday: string | null): number | null {
  if (weekday !== null) return weekdays.indexOf(weekday);
  if (date === null || monday === null || date < monday || date > addDays(monday, 6)) return null;
  return weekdayOf(date);
}
