/** What happens when something that was taken up is put down on a turn. */
import type { Turn } from './week';

/** What was taken up: a turn of the grid, or a person of the list. */
export type Taken = { kind: 'turn'; turn: Turn } | { kind: 'person'; personId: string };

export type Edit =
  { kind: 'swap'; id: string; withId: string } | { kind: 'assign'; id: string; personId: string | null };

/** Null: nothing would change. */
export function editOf(taken: Taken, target: Turn): Edit | null {
  if (taken.kind === 'person') {
    if (target.personId === taken.personId) return null;
    return { kind: 'assign', id: target.id, personId: taken.personId };
  }
  if (taken.turn.id === target.id || taken.turn.personId === target.personId) return null;
  return { kind: 'swap', id: taken.turn.id, withId: target.id };
}

/** The same edit of the same version has the same price. */
export function keyOf(edit: Edit, version: number): string {
  return edit.kind === 'swap'
    ? `${version} ${edit.id} ${edit.withId}`
    : `${version} ${edit.id} = ${edit.personId ?? ''}`;
}

/** `+20`, `−5`, `±0`: how much dearer. */
export function deltaText(points: number): string {
  if (points === 0) return '±0';
  return points > 0 ? `+${points}` : `−${-points}`;
}
