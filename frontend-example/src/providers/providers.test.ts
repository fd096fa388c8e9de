import { describe, expect, it } from 'vitest';
import type { ProviderFieldsFragment } from '../operations/generated';
import { afterChange } from './providers';

const provider = (
  id: string,
  name: string,
  part: Partial<ProviderFieldsFragment> = {},
): ProviderFieldsFragment => ({
  id,
  name,
  kind: 'ASTERISK',
  health: 'UP',
  healthSince: '2026-11-22T08:00:00Z',
  lastHeardAt: null,
  startedAt: null,
  problem: null,
  capabilities: [],
  ...part,
});

describe('the list of providers', () => {
  it('takes over what a change brings, in the order of names, also twice', () => {
    const before = [provider('prv_1', 'Lab'), provider('prv_2', 'Office')];
    const lost = { cursor: 'c1', nodeId: 'prv_2', provider: provider('prv_2', 'Branch', { health: 'DOWN' }) };

    const after = afterChange(before, lost);

    expect(after.map(({ name, health }) => [name, health])).toEqual([
      ['Branch', 'DOWN'],
      ['Lab', 'UP'],
    ]);
    expect(afterChange(after, lost)).toEqual(after);
    expect(afterChange(after, { cursor: 'c2', nodeId: 'prv_1', provider: null })).toHaveLength(1);
  });
});
