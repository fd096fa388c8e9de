import { expect, it } from 'vitest';
import { addDays, dayIn, gridOf, mondayOf, neighbour, placesOf, type Slot, weekNumber } from './week';

const slot = (day: string, localStart: string, localEnd: string, lines: number): Slot => ({
  id: `${day} ${localStart}`,
  day,
  ordinal: 0,
  localStart,
  localEnd,
  startsAt: `${day}T${localStart}:00Z`,
  endsAt: `${day}T${localEnd}:00Z`,
  turns: Array.from({ length: lines }, (_, line) => ({
    id: `${day} ${localStart} ${line + 1}`,
    line: line + 1,
    personId: null,
    standing: false,
    costs: [],
  })),
});

it('counts days over the end of a month and of a year', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});

it.each([
  ['2026-11-16', '2026-11-16'],
  ['2026-11-22', '2026-11-16'],
  ['2026-01-01', '2025-12-29'],
])('begins the week of %s on Monday %s', (date, monday) => {
  expect(mondayOf(date)).toBe(monday);
});

it.each([
  ['2026-01-01', 1],
  ['2027-01-01', 53],
  ['2026-11-16', 47],
])('counts %s to week %i', (date, number) => {
  expect(weekNumber(date)).toBe(number);
});

it('knows the day where the queue is', () => {
  const justBeforeMidnight = Date.parse('2026-11-22T23:30:00Z');

  expect(dayIn('UTC', justBeforeMidnight)).toBe('2026-11-22');
  expect(dayIn('Europe/Madrid', justBeforeMidnight)).toBe('2026-11-23');
});

it('puts days across and times of the day down, with the closed ones left empty', () => {
  const week = {
    week: '2026-11-16',
    slots: [
      slot('2026-11-16', '10:15', '11:30', 2),
      slot('2026-11-16', '09:00', '10:15', 1),
      slot('2026-11-18', '09:00', '10:15', 3),
    ],
  };

  const { days, rows } = gridOf(week);

  expect(days).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']);
  expect(rows.map(({ start, lines }) => [start, lines])).toEqual([
    ['09:00', 3],
    ['10:15', 2],
  ]);
  expect(rows[0]?.slots.map((each) => each?.day ?? null)).toEqual([
    '2026-11-16',
    null,
    '2026-11-18',
    null,
    null,
  ]);
});

it('shows the weekend when somebody answers then', () => {
  expect(gridOf({ week: '2026-11-16', slots: [slot('2026-11-22', '09:00', '10:00', 1)] }).days).toHaveLength(
    7,
  );
});

it('moves from turn to turn, over what is closed, and stops at the edge', () => {
  const grid = gridOf({
    week: '2026-11-16',
    slots: [
      slot('2026-11-16', '09:00', '10:00', 2),
      slot('2026-11-18', '09:00', '10:00', 1),
      slot('2026-11-16', '12:00', '13:00', 1),
    ],
  });
  const places = placesOf(grid);
  const from = (id: string, direction: Parameters<typeof neighbour>[2]) =>
    neighbour(grid, places.get(id)!, direction)?.id ?? null;

  expect(from('2026-11-16 09:00 1', 'down')).toBe('2026-11-16 09:00 2');
  expect(from('2026-11-16 09:00 2', 'down')).toBe('2026-11-16 12:00 1');
  expect(from('2026-11-16 12:00 1', 'up')).toBe('2026-11-16 09:00 2');
  expect(from('2026-11-16 09:00 2', 'right')).toBe('2026-11-18 09:00 1');
  expect(from('2026-11-18 09:00 1', 'left')).toBe('2026-11-16 09:00 1');
  expect(from('2026-11-16 12:00 1', 'right')).toBeNull();
  expect(from('2026-11-16 09:00 1', 'up')).toBeNull();
});
