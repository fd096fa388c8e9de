import { expect, it } from 'vitest';
import { type BusyTime, busyAt, touches } from './busy';

const slot = { day: '2026-11-18', localStart: '12:00', localEnd: '18:00' };
const busy = (part: Partial<BusyTime>): BusyTime => ({
  weekday: null,
  date: null,
  startsAt: null,
  endsAt: null,
  required: true,
  reason: 'Dentist',
  ...part,
});

it.each([
  ['that weekday', { weekday: 'WEDNESDAY' }, true],
  ['another weekday', { weekday: 'THURSDAY' }, false],
  ['that date', { date: '2026-11-18' }, true],
  ['the same weekday of another week', { date: '2026-11-25' }, false],
  ['hours that overlap', { date: '2026-11-18', startsAt: '17:30', endsAt: '19:00' }, true],
  ['hours that end when it begins', { date: '2026-11-18', startsAt: '10:00', endsAt: '12:00' }, false],
  ['hours until midnight', { date: '2026-11-18', startsAt: '17:00', endsAt: '00:00' }, true],
] as const)('knows whether %s touches a slot', (_, part, expected) => {
  expect(touches(busy(part), slot)).toBe(expected);
});

it('sees a slot that ends at midnight to its end', () => {
  const late = { day: '2026-11-18', localStart: '18:00', localEnd: '00:00' };

  expect(touches(busy({ date: '2026-11-18', startsAt: '23:00', endsAt: '23:30' }), late)).toBe(true);
});

it('tells what is required before what is only wished', () => {
  const wish = busy({ weekday: 'WEDNESDAY', required: false, reason: 'Choir' });
  const must = busy({ date: '2026-11-18' });

  expect(busyAt([wish, must], slot)).toBe(must);
  expect(busyAt([wish], slot)).toBe(wish);
  expect(busyAt([], slot)).toBeNull();
});
