import { expect, it } from 'vitest';
import type { BusyTime } from '../timetable/busy';
import { blocksOf } from './blocks';

const busy = (part: Partial<BusyTime>): BusyTime => ({
  weekday: null,
  date: null,
  startsAt: null,
  endsAt: null,
  required: true,
  reason: 'Dentist',
  ...part,
});

it('draws hours where they are in their day', () => {
  const [block] = blocksOf([busy({ weekday: 'TUESDAY', startsAt: '06:00', endsAt: '12:00' })], null);

  expect(block).toMatchObject({ day: 1, from: 25, height: 25, hours: '06:00–12:00' });
});

it('draws a whole day, and what ends at midnight, to the end', () => {
  const blocks = blocksOf(
    [busy({ weekday: 'FRIDAY', startsAt: '18:00', endsAt: '00:00' }), busy({ weekday: 'MONDAY' })],
    null,
  );

  expect(blocks.map(({ from, height }) => [from, height])).toEqual([
    [0, 100],
    [75, 25],
  ]);
});

it('has what is dated in its week alone', () => {
  const dated = busy({ date: '2026-11-18' });

  expect(blocksOf([dated], '2026-11-16').map(({ day }) => day)).toEqual([2]);
  expect(blocksOf([dated], '2026-11-23')).toEqual([]);
  expect(blocksOf([dated], null)).toEqual([]);
});
