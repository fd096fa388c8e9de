import { describe, expect, it } from 'vitest';
import { MockTeam } from '../../mock/team';
import {
  type Board,
  boardOf,
  countByPresence,
  fold,
  inOrder,
  longestWaitSince,
  type QueueBoard,
} from './board';

const support = 'que_support';
const at = (board: Board) => board.get(support) as QueueBoard;

function snapshotOf(team: MockTeam): Board {
  return boardOf(
    structuredClone(team.queues).map(({ members, waiting, counters, stale, ...queue }) => ({
      ...queue,
      state: { members, waiting, counters, stale },
    })),
  );
}

/** Positions are the place in the list; the ones a call once had are not compared. */
function visible(board: Board) {
  return [...board.values()].map(({ queue, stale, counters, members, waiting }) => ({
    queue,
    stale,
    counters,
    members: inOrder(members, 'name'),
    waiting: waiting.map(({ position: _position, ...call }) => call),
  }));
}

describe('fold', () => {
  it('arrives, change by change, where a fresh snapshot is', () => {
    const team = new MockTeam(20);
    const before = snapshotOf(team);
    for (let n = 0; n < 2_000; n++) team.step();

    const folded = team.log.reduce(fold, before);

    expect(visible(folded)).toEqual(visible(snapshotOf(team)));
  });

  it('arrives there too when the snapshot already holds part of the changes', () => {
    const team = new MockTeam(20);
    for (let n = 0; n < 300; n++) team.step();
    const later = snapshotOf(team);
    const known = team.log.slice(-40);
    for (let n = 0; n < 300; n++) team.step();
    const news = team.log.slice(team.log.indexOf(known.at(-1) as (typeof known)[number]) + 1);

    const folded = [...known, ...news].reduce(fold, later);

    expect(visible(folded)).toEqual(visible(snapshotOf(team)));
  });

  it('leaves the tiles of everybody else as they were', () => {
    const team = new MockTeam(3);
    const before = snapshotOf(team);
    const [first, second] = team.support.members;

    team.pause(team.support, first!, 'Lunch');
    const after = fold(before, team.log.at(-1)!);

    expect(at(after).members.get(first!.id)?.paused?.reason).toBe('Lunch');
    expect(at(after).members.get(second!.id)).toBe(at(before).members.get(second!.id));
    expect(at(after).waiting).toBe(at(before).waiting);
    expect(after.get('que_sales')).toBe(before.get('que_sales'));
  });

  it('takes the counters over with a change that moved them, and keeps them with the others', () => {
    const team = new MockTeam(3);
    const before = snapshotOf(team);
    const answered = at(before).counters!.answered;
    team.join(team.support);
    team.leave(team.support, team.support.waiting.at(-1)!, 'answered');
    team.pause(team.support, team.support.members[0]!, 'Lunch');

    const after = team.log.reduce(fold, before);

    expect(team.log.at(-1)!.counters).toBeNull();
    expect(at(after).counters?.answered).toBe(answered + 1);
  });

  it('shows whoever was missing once, under the id of the member, when the provider has them', () => {
    const team = new MockTeam(40);
    const before = snapshotOf(team);
    const missing = team.support.members[31]!;
    team.set(team.support, missing, { presence: 'AVAILABLE' });
    const member = { ...missing, id: 'qme_new', name: 'Ada', endpoint: 'PJSIP/231', drift: [] };

    const after = fold(before, { ...team.log.at(-1)!, what: 'MEMBER_ADDED', member, memberId: member.id });

    expect(at(before).members.has(missing.id)).toBe(true);
    expect(at(after).members.has(missing.id)).toBe(false);
    expect(at(after).members.get('qme_new')).toEqual(member);
  });

  it('drops every difference when wanted and actual come to agree', () => {
    const team = new MockTeam(40);
    const before = snapshotOf(team);
    const [first, second] = team.support.members;

    team.sync(team.support, { state: 'IN_SYNC', pending: 0, problem: null });
    const after = team.log.reduce(fold, before);

    expect(at(before).members.get('qme_support_17')?.drift).toEqual(['PAUSE']);
    expect(at(after).members.get('qme_support_17')?.drift).toEqual([]);
    expect(at(after).members.has('qme_support_31')).toBe(false);
    expect(at(after).members.get(first!.id)).toBe(at(before).members.get(first!.id));
    expect(at(after).members.get(second!.id)).toBe(at(before).members.get(second!.id));
    expect(at(after).queue.sync.state).toBe('IN_SYNC');
  });

  it('forgets a member that left', () => {
    const team = new MockTeam(3);
    const before = snapshotOf(team);
    const { id } = team.support.members[0]!;
    team.join(team.support);
    const change = { ...team.log.at(-1)!, what: 'MEMBER_REMOVED' as const, memberId: id, callId: null };

    const after = fold(before, change);

    expect(at(after).members.has(id)).toBe(false);
  });

  it('puts a caller in line by the time of joining, whatever was told before', () => {
    const team = new MockTeam(3);
    team.support.waiting = [];
    const before = snapshotOf(team);
    for (const minute of ['10:00', '10:01', '10:02'])
      team.join(team.support, new Date(`2026-03-02T${minute}:00Z`));

    const inOrderTold = team.log.reduce(fold, before);
    const backwards = team.log.toReversed().reduce(fold, before);

    expect(at(backwards).waiting).toEqual(at(inOrderTold).waiting);
    expect(at(backwards).waiting.map(({ callId }) => callId)).toEqual(team.log.map(({ callId }) => callId));
  });

  it('forgets a call that left, also when the change still tells what it was', () => {
    const team = new MockTeam(3);
    team.support.waiting = [];
    team.join(team.support);
    const before = snapshotOf(team);

    const after = fold(before, { ...team.log.at(-1)!, what: 'CALL_LEFT' });

    expect(at(after).waiting).toEqual([]);
  });

  it('adds a queue it did not know and drops one that is gone', () => {
    const team = new MockTeam(1);
    team.join(team.support);
    const change = team.log.at(-1)!;

    const known = fold(new Map(), {
      ...change,
      what: 'DEFINED',
      kind: 'CREATED',
      callId: null,
      waitingCall: null,
    });
    const gone = fold(known, { ...change, what: 'DEFINED', kind: 'DELETED', queue: null });

    expect([...known.keys()]).toEqual([support]);
    expect(at(known).members.size).toBe(0);
    expect(gone.size).toBe(0);
  });

  it('takes over that the link to the provider is lost', () => {
    const team = new MockTeam(1);
    const before = snapshotOf(team);

    team.link(false);
    const after = team.log.reduce(fold, before);

    expect(at(after).stale).toBe(true);
    expect(at(after).queue.provider?.health).toBe('DOWN');
  });
});

describe('what is drawn from a queue', () => {
  it('takes the earliest caller for the longest wait, whatever the place in the line', () => {
    const team = new MockTeam(1);
    team.support.waiting = [];
    team.join(team.support, new Date('2026-03-02T10:00:30Z'));
    team.join(team.support, new Date('2026-03-02T10:00:10Z'));

    expect(longestWaitSince(at(snapshotOf(team)))).toBe('2026-03-02T10:00:10.000Z');
  });

  it('has no longest wait when nobody waits', () => {
    const team = new MockTeam(1);
    team.support.waiting = [];

    expect(longestWaitSince(at(snapshotOf(team)))).toBeNull();
  });

  it('orders by state, busy first, and by name within a state', () => {
    const { members } = at(snapshotOf(new MockTeam(30)));

    const ordered = inOrder(members, 'state').map(({ presence, name }) => [presence, name] as const);

    const rank = ['ON_CALL', 'RINGING', 'WRAP_UP', 'AVAILABLE', 'PAUSED', 'OFFLINE'];
    for (const [index, [presence, name]] of ordered.entries()) {
      const [nextPresence, nextName] = ordered[index + 1] ?? [presence, name];
      expect(rank.indexOf(presence)).toBeLessThanOrEqual(rank.indexOf(nextPresence));
      if (presence === nextPresence) expect(name.localeCompare(nextName)).toBeLessThanOrEqual(0);
    }
  });

  it('counts every member once', () => {
    const { members } = at(snapshotOf(new MockTeam(30)));

    const total = [...countByPresence(members).values()].reduce((sum, count) => sum + count, 0);

    expect(total).toBe(30);
  });
});
