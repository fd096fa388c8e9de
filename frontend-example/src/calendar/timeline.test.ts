import { expect, it } from 'vitest';
import { type Reminder, timelineOf } from './timeline';

const reminder = (part: Partial<Reminder>): Reminder => ({
  id: 'rem_1',
  status: 'PENDING',
  reason: null,
  step: 0,
  method: 'CALL',
  tries: 0,
  plannedAt: '2026-11-22T10:00:00Z',
  dueAt: '2026-11-22T10:00:00+00:00',
  endedAt: null,
  keys: null,
  answer: null,
  alarm: { id: 'alm_1', name: null },
  calls: [],
  messages: [],
  ...part,
});
const call = (createdAt: string): Reminder['calls'][number] => ({
  id: createdAt,
  target: '+34600000001',
  status: 'NOT_ANSWERED',
  createdAt,
  answeredAt: null,
  endedAt: null,
  talkSeconds: null,
});

it('is planned, and nothing more, before its time', () => {
  expect(timelineOf(reminder({})).map(({ kind }) => kind)).toEqual(['planned']);
});

it('says to when a window has moved it', () => {
  expect(timelineOf(reminder({ dueAt: '2026-11-23T09:00:00Z' })).map(({ kind, at }) => [kind, at])).toEqual([
    ['planned', '2026-11-22T10:00:00Z'],
    ['due', '2026-11-23T09:00:00Z'],
  ]);
});

it('has each try in its time, then how it ended', () => {
  const ended = reminder({
    status: 'SUCCESS',
    dueAt: null,
    endedAt: '2026-11-22T10:08:00Z',
    calls: [call('2026-11-22T10:06:00Z'), call('2026-11-22T10:00:02Z')],
  });

  expect(timelineOf(ended).map(({ kind, at }) => `${kind} ${at.slice(14, 16)}`)).toEqual([
    'planned 00',
    'call 00',
    'call 06',
    'ended 08',
  ]);
});
