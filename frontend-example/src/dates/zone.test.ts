import { expect, it } from 'vitest';
import { instantOf, localTime } from './zone';

const madrid = 'Europe/Madrid';

it('shows what the clock of a zone shows', () => {
  expect(localTime('2026-11-16T08:30:00Z', madrid)).toBe('2026-11-16T09:30');
  expect(localTime('2026-07-01T22:30:00Z', madrid)).toBe('2026-07-02T00:30');
});

it.each([
  ['in winter', '2026-11-16T09:30', '2026-11-16T08:30:00Z'],
  ['in summer', '2026-07-02T00:30', '2026-07-01T22:30:00Z'],
  ['on the morning of a change', '2026-10-25T08:00', '2026-10-25T07:00:00Z'],
  ['twice, the earlier', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ['never, as long after the change', '2026-03-29T02:30', '2026-03-29T01:30:00Z'],
])('finds when a clock shows it %s', (_, local, instant) => {
  expect(new Date(instantOf(local, madrid)).toISOString()).toBe(instant.replace('Z', '.000Z'));
});
