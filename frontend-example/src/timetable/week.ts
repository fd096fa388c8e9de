/** Dates of the calendar, and the week of a queue as a grid: days across, times of the day down, lines within. */
import type { TimetableWeekQuery } from '../operations/generated';

export type Week = NonNullable<TimetableWeekQuery['timetableOf']>;
export type Slot = Week['slots'][number];
export type Turn = Slot['turns'][number];

const dayMs = 86_400_000;

/** `days` after `date`, both `2026-11-16`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** 0 for Monday, 6 for Sunday. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The Monday of the week that `date` is in. */
export function mondayOf(date: string): string {
  return addDays(date, -weekdayOf(date));
}

/** What day it is in `timeZone` at `instant` (milliseconds since the epoch). */
export function dayIn(timeZone: string, instant: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** How many-eth week of its year, by ISO 8601. */
export function weekNumber(date: string): number {
  const thursday = addDays(mondayOf(date), 3);
  const newYear = Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`);
  return Math.floor((Date.parse(`${thursday}T00:00:00Z`) - newYear) / dayMs / 7) + 1;
}

export interface GridRow {
  start: string;
  end: string;
  /** One for each day of the grid; null: the queue is not answered then. */
  slots: (Slot | null)[];
  /** Lines of the slot that has most. */
  lines: number;
}

export interface Grid {
  days: string[];
  rows: GridRow[];
}

/** All slots by day and time of day. Days without any are there too, between Monday and the last that has some, and to Friday. */
export function gridOf(week: Pick<Week, 'week' | 'slots'>): Grid {
  const last = week.slots.reduce((latest, { day }) => (day > latest ? day : latest), addDays(week.week, 4));
  const days: string[] = [];
  for (let day = week.week; day <= last; day = addDays(day, 1)) days.push(day);

  const byTime = new Map<string, Slot[]>();
  for (const slot of week.slots) {
    const time = `${slot.localStart} ${slot.localEnd}`;
    byTime.set(time, [...(byTime.get(time) ?? []), slot]);
  }
  const rows = [...byTime.values()].map((slots) => ({
    start: slots[0]?.localStart ?? '',
    end: slots[0]?.localEnd ?? '',
    slots: days.map((day) => slots.find((slot) => slot.day === day) ?? null),
    lines: Math.max(...slots.map(({ turns }) => turns.length)),
  }));
  rows.sort((a, b) => a.start.localeCompare(b.start) || a.end.localeCompare(b.end));
  return { days, rows };
}

export interface Place {
  turn: Turn;
  slot: Slot;
  row: number;
  column: number;
}

/** Every turn by its id, with where it stands in the grid. */
export function placesOf(grid: Grid): Map<string, Place> {
  const places = new Map<string, Place>();
  grid.rows.forEach(({ slots }, row) =>
    slots.forEach((slot, column) => {
      for (const turn of slot?.turns ?? []) if (slot) places.set(turn.id, { turn, slot, row, column });
    }),
  );
  return places;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The turn that is reached from `place` in that direction, over times and days nobody answers; null at the edge. */
export function neighbour(grid: Grid, { turn, slot, row, column }: Place, direction: Direction): Turn | null {
  const at = slot.turns.indexOf(turn);
  if (direction === 'left' || direction === 'right') {
    const step = direction === 'left' ? -1 : 1;
    const slots = grid.rows[row]?.slots ?? [];
    for (let next = column + step; next >= 0 && next < slots.length; next += step) {
      const turns = slots[next]?.turns ?? [];
      const found = turns[Math.min(at, turns.length - 1)];
      if (found) return found;
    }
    return null;
  }
  const step = direction === 'up' ? -1 : 1;
  const within = slot.turns[at + step];
  if (within) return within;
  for (let next = row + step; next >= 0 && next < grid.rows.length; next += step) {
    const turns = grid.rows[next]?.slots[column]?.turns ?? [];
    const found = turns.at(step === 1 ? 0 : -1);
    if (found) return found;
  }
  return null;
}
