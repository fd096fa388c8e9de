/**
 * What the wallboard shows, and how one change moves it. Pure; what is untouched by a change keeps its identity,
 * so that only the tile that changed is drawn again.
 */
import type {
  BoardQuery,
  CounterFieldsFragment,
  MemberFieldsFragment,
  QueueChangedSubscription,
  QueueFieldsFragment,
  WaitingCallFieldsFragment,
} from '../operations/generated';

export type Queue = QueueFieldsFragment;
export type Member = MemberFieldsFragment;
export type Waiting = WaitingCallFieldsFragment;
export type Counters = CounterFieldsFragment;
export type QueueSnapshot = BoardQuery['queues']['nodes'][number];
export type QueueChange = QueueChangedSubscription['queueChanged'];

export interface QueueBoard {
  queue: Queue;
  /** Whether the link to the provider is down: the rest is what was last known. */
  stale: boolean;
  /** Null: not told yet, of a queue that appeared while we looked on. */
  counters: Counters | null;
  /** By member id, in the order of the snapshot; later ones follow. */
  members: ReadonlyMap<string, Member>;
  /** First to be answered first. */
  waiting: readonly Waiting[];
}

/** By queue id. */
export type Board = ReadonlyMap<string, QueueBoard>;

export function boardOf(queues: readonly QueueSnapshot[]): Board {
  return new Map(
    queues.map(({ state, ...queue }) => {
      const { members, waiting, stale, counters } = state;
      return [
        queue.id,
        {
          queue,
          stale,
          counters,
          members: new Map(members.map((member) => [member.id, member])),
          waiting: inLine(waiting),
        },
      ];
    }),
  );
}

/**
 * The board after `change`. A change brings what it is about as it left it; only `queue` is read anew by the server
 * for each. Folding a stretch of changes that the board already has ends where it began.
 */
export function fold(board: Board, change: QueueChange): Board {
  const next = new Map(board);
  if (change.queue === null) {
    next.delete(change.nodeId);
    return next;
  }
  const {
    state: { stale },
    ...queue
  } = change.queue;
  const before = board.get(queue.id);
  const members = foldMember(before?.members ?? new Map(), change);
  next.set(queue.id, {
    queue,
    stale,
    counters: change.counters ?? before?.counters ?? null,
    members: queue.sync.state === 'IN_SYNC' ? agreed(members) : members,
    waiting: foldWaiting(before?.waiting ?? [], change),
  });
  return next;
}

function foldMember(
  members: QueueBoard['members'],
  { what, member, memberId }: QueueChange,
): QueueBoard['members'] {
  const id = member?.id ?? memberId;
  if (id === null) return members;
  switch (what) {
    case 'MEMBER_ADDED':
    case 'MEMBER_CHANGED':
      return member === null
        ? without(members, id)
        : new Map(withoutWishFor(member, members)).set(id, member);
    case 'MEMBER_REMOVED':
      return without(members, id);
    default:
      return members;
  }
}

/** Whoever was wanted and is there now was shown under the wish's id before. */
function withoutWishFor({ person }: Member, members: QueueBoard['members']): QueueBoard['members'] {
  const wish = [...members.values()].find(
    (other) => other.endpoint === null && other.person !== null && other.person.id === person?.id,
  );
  return wish === undefined ? members : without(members, wish.id);
}

/** Wanted and actual agree: nobody is missing, and nobody differs but whom the provider's configuration has fixed. */
function agreed(members: QueueBoard['members']): QueueBoard['members'] {
  const all = [...members.values()];
  const differs = ({ drift, source }: Member) => drift.length > 0 && source !== 'FIXED';
  if (!all.some(differs)) return members;
  const there = all.filter(({ endpoint }) => endpoint !== null);
  return new Map(there.map((member) => [member.id, differs(member) ? { ...member, drift: [] } : member]));
}

function foldWaiting(
  waiting: QueueBoard['waiting'],
  { what, callId, waitingCall }: QueueChange,
): QueueBoard['waiting'] {
  const others = () => waiting.filter((other) => other.callId !== callId);
  switch (what) {
    case 'CALL_JOINED':
    case 'CALL_RINGING':
      return waitingCall === null ? others() : inLine([...others(), waitingCall]);
    case 'CALL_LEFT':
    case 'CALL_RESULT':
      return others();
    default:
      return waiting;
  }
}

/**
 * First come, first in line. Only the call that moved is told, and its `position` counts those who waited then;
 * by the time of joining (then the id) the line comes out the same whatever was told before.
 */
function inLine(waiting: readonly Waiting[]): Waiting[] {
  return waiting.toSorted(
    (a, b) => Date.parse(a.since) - Date.parse(b.since) || a.callId.localeCompare(b.callId),
  );
}

function without(members: QueueBoard['members'], id: string): QueueBoard['members'] {
  const next = new Map(members);
  next.delete(id);
  return next;
}

/** Since when the caller at the longest wait waits; null: nobody waits. */
export function longestWaitSince({ waiting }: QueueBoard): string | null {
  return waiting.reduce<string | null>(
    (longest, { since }) => (longest === null || Date.parse(since) < Date.parse(longest) ? since : longest),
    null,
  );
}

/** The name its person goes by here; a telephone that is nobody's has the provider's name for it. */
export function nameOf({ name, person }: Member): string {
  return person?.name ?? name;
}

export type TileOrder = 'state' | 'name';

/** Whoever is busy with callers first, then who could take one, then the rest. */
const presenceRank = { ON_CALL: 0, RINGING: 1, WRAP_UP: 2, AVAILABLE: 3, PAUSED: 4, OFFLINE: 5 } as const;

export function inOrder(members: QueueBoard['members'], order: TileOrder): Member[] {
  const byName = (a: Member, b: Member) => nameOf(a).localeCompare(nameOf(b)) || a.id.localeCompare(b.id);
  const byState = (a: Member, b: Member) =>
    presenceRank[a.presence] - presenceRank[b.presence] || byName(a, b);
  return [...members.values()].sort(order === 'state' ? byState : byName);
}

export function countByPresence(members: QueueBoard['members']): Map<Member['presence'], number> {
  const counts = new Map<Member['presence'], number>();
  for (const { presence } of members.values()) counts.set(presence, (counts.get(presence) ?? 0) + 1);
  return counts;
}
