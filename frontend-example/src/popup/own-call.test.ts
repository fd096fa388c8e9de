import { describe, expect, it } from 'vitest';
import { afterNews, type OwnCall, partOf } from './own-call';

const me = 'per_1';

function callWith(id: string, states: Record<string, OwnCall['legs'][number]['state']>): OwnCall {
  return {
    id,
    status: 'WAITING',
    from: '+34972183000',
    fromName: null,
    withheld: false,
    startedAt: '2026-11-22T08:00:00Z',
    queue: null,
    legs: Object.entries(states).map(([personId, state]) => ({
      id: `${id} ${personId}`,
      state,
      person: { id: personId },
    })),
  };
}
const told = (call: OwnCall) => ({ nodeId: call.id, call });

describe('the call at one’s own telephone', () => {
  it('rings here and not where another telephone rings', () => {
    const call = callWith('cal_1', { per_1: 'RINGING', per_2: 'RINGING', per_3: 'ENDED' });

    expect(partOf(call, me)).toBe('ringing');
    expect(partOf(call, 'per_3')).toBeNull();
    expect(partOf(call, 'per_4')).toBeNull();
  });

  it('is shown while it rings and is talked in, and goes when somebody else has taken it', () => {
    const ringing = callWith('cal_1', { per_1: 'RINGING', per_2: 'RINGING' });
    const taken = callWith('cal_1', { per_1: 'ENDED', per_2: 'ANSWERED' });
    const talking = callWith('cal_1', { per_1: 'ANSWERED', per_2: 'ENDED' });

    const shown = afterNews(null, told(ringing), me);

    expect(shown).toBe(ringing);
    expect(afterNews(shown, told(talking), me)).toBe(talking);
    expect(afterNews(shown, told(taken), me)).toBeNull();
    expect(afterNews(shown, { nodeId: 'cal_1', call: null }, me)).toBeNull();
  });

  it('stays where it is when others end, and makes way for one that rings', () => {
    const talking = callWith('cal_1', { per_1: 'ANSWERED' });
    const over = callWith('cal_2', { per_1: 'ENDED' });
    const next = callWith('cal_3', { per_1: 'RINGING' });

    expect(afterNews(talking, told(over), me)).toBe(talking);
    expect(afterNews(talking, told(next), me)).toBe(next);
  });
});
