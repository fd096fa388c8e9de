import { expect, it } from 'vitest';
import { formOfRule, newRule, ruleOf } from './rule';

const start = '2026-11-30T09:30';

it('happens once unless something else is said', () => {
  expect(ruleOf(newRule(start))).toBeNull();
});

it.each([
  ['FREQ=DAILY'],
  ['FREQ=WEEKLY;BYDAY=MO,WE'],
  ['FREQ=WEEKLY;INTERVAL=2;COUNT=5;BYDAY=FR'],
  ['FREQ=MONTHLY'],
  ['FREQ=MONTHLY;UNTIL=20271231T235959;BYDAY=-1FR'],
  ['FREQ=MONTHLY;BYDAY=2TU'],
  ['FREQ=YEARLY;INTERVAL=3'],
])('says %s and reads it again', (rule) => {
  const form = formOfRule(rule, start);

  expect(form.kind).not.toBe('own');
  expect(ruleOf(form)).toBe(rule);
});

it.each([
  ['FREQ=HOURLY'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ['FREQ=MONTHLY;BYDAY=MO,TU'],
  ['FREQ=DAILY;UNTIL=20270101T100000Z'],
])('keeps %s as it was written, since the form cannot say it', (rule) => {
  const form = formOfRule(rule, start);

  expect(form.kind).toBe('own');
  expect(ruleOf(form)).toBe(rule);
});

it('proposes the weekday of the start, and the last when it is late in the month', () => {
  expect(newRule(start)).toMatchObject({ weekday: 'MO', ordinal: -1 });
  expect(newRule('2026-11-10T09:30')).toMatchObject({ weekday: 'TU', ordinal: 2 });
});

it('puts the days of a week in their order', () => {
  expect(ruleOf({ ...newRule(start), kind: 'WEEKLY', days: ['FR', 'MO'] })).toBe('FREQ=WEEKLY;BYDAY=MO,FR');
});
