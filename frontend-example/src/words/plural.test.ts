import { describe, expect, it } from 'vitest';
import { plural } from './plural';

describe('plural', () => {
  it('has the form that a language wants for a number', () => {
    const english = { one: '# call', other: '# calls' };
    const russian = { one: '# звонок', few: '# звонка', many: '# звонков', other: '# звонка' };

    expect([0, 1, 2].map((n) => plural('en', n, english))).toEqual(['0 calls', '1 call', '2 calls']);
    expect([1, 3, 11, 21].map((n) => plural('ru', n, russian))).toEqual([
      '1 звонок',
      '3 звонка',
      '11 звонков',
      '21 звонок',
    ]);
  });

  it('falls back on the last form where a language has one more than it was given', () => {
    expect(plural('es', 1_000_000, { one: '# llamada', other: '# llamadas' })).toMatch(/llamadas$/);
  });
});
