/** Which call the viewer's own telephone has: pure, told by what is heard of calls. */
import type { RingingCallFieldsFragment } from '../operations/generated';

export type OwnCall = RingingCallFieldsFragment;
export type Part = 'ringing' | 'talking';

/** What this person's telephone does in a call; null: it has no part in it any more. */
export function partOf(call: OwnCall, personId: string): Part | null {
  const states = call.legs.filter(({ person }) => person?.id === personId).map(({ state }) => state);
  if (states.includes('ANSWERED')) return 'talking';
  return states.includes('STARTED') || states.includes('RINGING') ? 'ringing' : null;
}

/** What is shown after news of a call: the newest call that rings goes before one that is talked in. */
export function afterNews(
  shown: OwnCall | null,
  { nodeId, call }: { nodeId: string; call: OwnCall | null },
  personId: string,
): OwnCall | null {
  const part = call === null ? null : partOf(call, personId);
  if (shown?.id === nodeId) return part === null ? null : call;
  if (part === null) return shown;
  return part === 'ringing' || shown === null ? call : shown;
}
