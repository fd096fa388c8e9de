import { expect, it } from 'vitest';
import { curveOf, told } from './curve';

it('draws the best found falling and the bound rising, in steps', () => {
  const curve = curveOf(
    [
      { seconds: 0, incumbent: 100, bound: 0 },
      { seconds: 5, incumbent: 60, bound: 50 },
      { seconds: 10, incumbent: 60, bound: 60 },
    ],
    100,
    50,
  );

  expect(curve?.incumbent).toBe('0,0 50,0 50,20 100,20 100,20 100,20');
  expect(curve?.bound).toBe('0,50 50,50 50,25 100,25 100,20 100,20');
  expect([curve?.highest, curve?.lowest, curve?.seconds]).toEqual([100, 0, 10]);
});

it('draws nothing before anything is known', () => {
  expect(curveOf([{ seconds: 0, incumbent: null, bound: null }], 100, 50)).toBeNull();
});

it('draws one value as a level line', () => {
  expect(curveOf([{ seconds: 0.1, incumbent: 70, bound: 70 }], 100, 50)?.incumbent).toBe(
    '0,25 100,25 100,25',
  );
});

it('keeps each moment once, although a change may be told again', () => {
  const first = told([], { seconds: 1, incumbent: 9, bound: 1 });
  const second = told(first, { seconds: 2, incumbent: 8, bound: 2 });

  expect(told(second, { seconds: 2, incumbent: 8, bound: 2 })).toEqual(second);
  expect(told(second, { seconds: 1, incumbent: 9, bound: 1 })).toEqual(first);
});
