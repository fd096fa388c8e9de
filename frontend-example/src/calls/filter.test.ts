import { describe, expect, it } from 'vitest';
import { everything, filterOf, isOver } from './filter';

describe('the filter of the call log', () => {
  it('asks for nothing that was not chosen', () => {
    expect(filterOf(everything)).toBeNull();
    expect(filterOf({ ...everything, number: ' +34 972 ', status: 'ABANDONED', open: true })).toEqual({
      number: '+34 972',
      status: ['ABANDONED'],
      open: true,
    });
  });

  it('offers to hang up only what is not over', () => {
    expect(isOver('IN_PROGRESS')).toBe(false);
    expect(isOver('UNKNOWN')).toBe(false);
    expect(isOver('NOT_ANSWERED')).toBe(true);
  });
});
