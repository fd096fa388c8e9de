import { expect, it } from 'vitest';
import { daysOf, placedOn, stepped } from './layout';

const zone = 'Europe/Madrid';
const at = (startsAt: string, endsAt: string) => ({ startsAt: `${startsAt}:00Z`, endsAt: `${endsAt}:00Z` });

it('shows whole weeks of a month', () => {
  const days = daysOf('month', '2026-11-22');

  expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(daysOf('month', '2027-02-10')).toHaveLength(28);
});

it.each([
  ['month', '2026-12-31', 1, '2027-01-01'],
  ['month', '2026-03-31', -1, '2026-02-01'],
  ['week', '2026-11-22', 1, '2026-11-29'],
  ['day', '2026-11-30', 1, '2026-12-01'],
] as const)('steps by a %s from %s', (span, from, step, to) => {
  expect(stepped(span, from, step)).toBe(to);
});

it('puts what happens at once side by side, and what follows below', () => {
  const placed = placedOn(
    [
      at('2026-11-16T08:00', '2026-11-16T10:00'),
      at('2026-11-16T09:00', '2026-11-16T09:30'),
      at('2026-11-16T09:30', '2026-11-16T10:30'),
      at('2026-11-16T12:00', '2026-11-16T13:00'),
    ],
    '2026-11-16',
    zone,
  );

  expect(placed.map(({ from, column, columns }) => [from / 60, column, columns])).toEqual([
    [9, 0, 2],
    [10, 1, 2],
    [10.5, 1, 2],
    [13, 0, 1],
  ]);
});

it('is on the day that the clock of the zone shows, and on both over midnight', () => {
  const late = at('2026-11-16T22:30', '2026-11-16T23:30');

  expect(placedOn([late], '2026-11-16', zone).map(({ from, until }) => [from, until])).toEqual([
    [1_410, 1_440],
  ]);
  expect(placedOn([late], '2026-11-17', zone).map(({ from, until }) => [from, until])).toEqual([[0, 30]]);
});

it('is not on the day that begins when it ends', () => {
  const untilMidnight = at('2026-11-16T22:00', '2026-11-16T23:00');

  expect(placedOn([untilMidnight], '2026-11-17', zone)).toEqual([]);
  expect(placedOn([untilMidnight], '2026-11-16', zone)).toHaveLength(1);
});
