import { expect, it } from 'vitest';
import { deltaText, editOf, keyOf } from './edit';
import type { Turn } from './week';

const turn = (id: string, personId: string | null): Turn => ({
  id,
  personId,
  line: 1,
  standing: false,
  costs: [],
});

it('swaps two turns', () => {
  expect(editOf({ kind: 'turn', turn: turn('a', 'ana') }, turn('b', 'bruno'))).toEqual({
    kind: 'swap',
    id: 'a',
    withId: 'b',
  });
});

it('gives a turn to somebody of the list', () => {
  expect(editOf({ kind: 'person', personId: 'ana' }, turn('b', null))).toEqual({
    kind: 'assign',
    id: 'b',
    personId: 'ana',
  });
});

it.each([
  ['a turn on itself', { kind: 'turn', turn: turn('b', 'bruno') }],
  ['a turn on another of the same person', { kind: 'turn', turn: turn('a', 'bruno') }],
  ['a person on their own turn', { kind: 'person', personId: 'bruno' }],
] as const)('changes nothing by %s', (_, taken) => {
  expect(editOf(taken, turn('b', 'bruno'))).toBeNull();
});

it('asks the price anew for another version', () => {
  const edit = { kind: 'assign', id: 'a', personId: null } as const;

  expect(keyOf(edit, 3)).not.toBe(keyOf(edit, 4));
});

it('writes how much dearer it becomes', () => {
  expect([20, -5, 0].map(deltaText)).toEqual(['+20', '−5', '±0']);
});
