import { expect, it } from 'vitest';
import type { AlarmFieldsFragment } from '../operations/generated';
import { formOfAlarm, inputOfAlarm, newStep, withMethod } from './alarm-form';

const alarm: AlarmFieldsFragment = {
  id: 'alm_1',
  name: 'By telephone',
  enabled: true,
  version: 1,
  beforeSeconds: 900,
  at: null,
  urgent: false,
  late: 'EXPIRE',
  retrySeconds: 60,
  window: { from: '09:00', to: '21:00', timeZone: null },
  steps: [
    {
      method: 'CALL',
      number: '+34600000001',
      contactId: null,
      personId: null,
      email: null,
      flowVersionId: 'flv_1',
      templateId: null,
      attempts: 3,
      afterSeconds: 0,
    },
    {
      method: 'EMAIL',
      number: null,
      contactId: null,
      personId: 'per_1',
      email: null,
      flowVersionId: null,
      templateId: 'tpl_1',
      attempts: 1,
      afterSeconds: 120,
    },
  ],
};

it('asks for what it was told, minutes as seconds', () => {
  expect(inputOfAlarm(formOfAlarm(alarm))).toEqual({
    name: 'By telephone',
    beforeSeconds: 900,
    window: { from: '09:00', to: '21:00' },
    retrySeconds: 60,
    steps: [
      { method: 'CALL', number: '+34600000001', flowId: 'flv_1', attempts: 3, afterSeconds: 0 },
      { method: 'EMAIL', personId: 'per_1', templateId: 'tpl_1', attempts: 1, afterSeconds: 120 },
    ],
  });
});

it('leaves an instant and the clock of a window as they are', () => {
  const window = { from: '09:00', to: '21:00', timeZone: 'Europe/Madrid' };
  const fixed = { ...alarm, beforeSeconds: null, at: '2026-11-23T08:00:00Z', window };

  const input = inputOfAlarm(formOfAlarm(fixed));

  expect(input).not.toHaveProperty('beforeSeconds');
  expect(input.window).toEqual(window);
});

it('says of a new one an hour before, by one call', () => {
  const form = formOfAlarm(null);

  expect([form.minutesBefore, form.hasWindow, form.steps.length, form.steps[0]?.method]).toEqual([
    60,
    false,
    1,
    'CALL',
  ]);
});

it('keeps whom it reaches where the method can, and asks anew where it cannot', () => {
  const person = { ...newStep('CALL'), to: 'person', personId: 'per_1' } as const;

  expect(withMethod(person, 'EMAIL').to).toBe('person');
  expect(withMethod(newStep('CALL'), 'EMAIL').to).toBe('email');
  expect(withMethod(newStep('EMAIL'), 'SMS').to).toBe('number');
});
