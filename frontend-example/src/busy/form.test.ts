import { expect, it } from 'vitest';
import { formOf, inputOf, mayBeDayOff } from './form';

const today = '2026-11-22';

it('says of a new one what is said most often', () => {
  expect(inputOf({ ...formOf(null, today), reason: ' Choir ' })).toEqual({
    weekday: 'MONDAY',
    date: null,
    startsAt: null,
    endsAt: null,
    required: true,
    dayOff: false,
    reason: 'Choir',
  });
});

it('says of one that is there what it says', () => {
  const entry = {
    id: 'bsy_1',
    weekday: null,
    date: '2026-12-01',
    startsAt: '10:00',
    endsAt: '11:30',
    required: false,
    dayOff: false,
    reason: 'Dentist',
  };

  const { id: _, ...expected } = entry;
  expect(inputOf(formOf(entry, today))).toEqual(expected);
});

it('takes for a day off only a required whole day of a date', () => {
  const off = { ...formOf(null, today), when: 'dated', dayOff: true } as const;

  expect(inputOf(off).dayOff).toBe(true);
  expect(mayBeDayOff({ ...off, required: false })).toBe(false);
  expect(inputOf({ ...off, isWholeDay: false }).dayOff).toBe(false);
  expect(inputOf({ ...off, when: 'weekly' }).dayOff).toBe(false);
});
