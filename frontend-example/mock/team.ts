/**
 * A pretended team behind a pretended API: deterministic, and scriptable into what a real server shows only on a
 * bad day (link down, drift, expired cursor, sixty agents). It answers by the real schema, so an operation the
 * server would refuse fails here too.
 */
import type { Counters, Member, Queue, QueueChange, Waiting } from '../src/wallboard/board';

export interface MockQueue extends Queue {
  stale: boolean;
  members: Member[];
  waiting: Waiting[];
  counters: Counters;
}

const provider = { id: 'prv_1', name: 'Asterisk', health: 'UP' as 'UP' | 'DOWN' };
const firstNames =
  'Ada Arnau Berta Biel Carla Dídac Elsa Eloi Fina Gerard Helena Ivan Júlia Kilian Laia'.split(' ');
const lastNames = 'Puig Serra Vila Roca Font Soler Mas Riera'.split(' ');
const reasons = ['Lunch', 'Break', 'Team meeting', 'Paperwork', 'Training'];

/** Park and Miller's generator: the same team on every run. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}

export class MockTeam {
  readonly queues: MockQueue[];
  readonly log: QueueChange[] = [];
  /** Cursors up to here are gone, as if the outbox had been pruned. */
  prunedTo = 0;
  #chance = chanceFrom(7);
  #calls = 0;
  #waitingForNews = new Set<() => void>();

  constructor(agents = 60) {
    this.queues = [
      this.#queue('Support', 'support', agents, 20),
      this.#queue('Sales', 'sales', 9, 30),
      this.#queue('Billing', 'billing', 4, 45),
    ];
    for (let n = 0; n < 240; n++) this.step(new Date(Date.now() - (240 - n) * 3_500));
    this.log.length = 0;
  }

  get cursor(): string {
    return `c${this.log.length}`;
  }

  get support(): MockQueue {
    return this.queues[0] as MockQueue;
  }

  /** One thing happens somewhere. */
  step(at = new Date()): void {
    const queue = this.queues[Math.floor(this.#chance() ** 2 * this.queues.length)] as MockQueue;
    if (queue.stale) return;
    const roll = this.#chance();
    const one = (presence: Member['presence']) => {
      const some = queue.members.filter((member) => member.presence === presence);
      return some[Math.floor(this.#chance() * some.length)];
    };
    const ringing = queue.waiting.find((call) => call.ringing.length > 0);
    if (roll < 0.24 && queue.waiting.length < 7) this.join(queue, at);
    else if (roll < 0.46 && queue.waiting[0] && one('AVAILABLE')) this.#ring(queue, one('AVAILABLE'), at);
    else if (roll < 0.68 && ringing) this.#answer(queue, ringing, at);
    else if (roll < 0.8 && one('ON_CALL'))
      this.set(queue, one('ON_CALL') as Member, { presence: 'WRAP_UP' }, at);
    else if (roll < 0.9 && one('WRAP_UP'))
      this.set(queue, one('WRAP_UP') as Member, { presence: 'AVAILABLE' }, at);
    else if (roll < 0.925 && one('AVAILABLE'))
      this.pause(queue, one('AVAILABLE') as Member, this.#reason(), at);
    else if (roll < 0.955 && one('PAUSED')) this.resume(queue, one('PAUSED') as Member, at);
    else if (roll < 0.97 && queue.waiting[2]) this.leave(queue, queue.waiting[2], 'abandoned', at);
  }

  join(queue: MockQueue, at = new Date()): void {
    const id = `cal_${++this.#calls}`;
    const withheld = this.#calls % 7 === 0;
    const number = withheld ? null : `+34972${String(183_000 + ((this.#calls * 377) % 9_000))}`;
    const name = this.#calls % 3 === 0 ? `${this.#name(this.#calls * 5)}` : null;
    const since = at.toISOString();
    queue.waiting.push({
      callId: id,
      position: queue.waiting.length + 1,
      number,
      name,
      withheld,
      since,
      ringing: [],
    });
    this.#emitCall(queue, id, 'CALL_JOINED', at);
  }

  leave(
    queue: MockQueue,
    { callId, ringing }: Waiting,
    outcome: 'answered' | 'abandoned' | 'timedOut',
    at = new Date(),
  ): void {
    queue.waiting = queue.waiting.filter((other) => other.callId !== callId);
    for (const { id } of ringing) {
      const rung = queue.members.find(({ person }) => person?.id === id);
      if (rung?.presence === 'RINGING') this.set(queue, rung, { presence: 'AVAILABLE' }, at);
    }
    queue.waiting.forEach((other, index) => {
      other.position = index + 1;
    });
    queue.counters[outcome]++;
    queue.counters.offered++;
    const { answered, offered } = queue.counters;
    queue.counters.serviceLevel = Math.round((answered / offered) * 92) / 100;
    this.#emitCall(queue, callId, 'CALL_LEFT', at);
  }

  pause(queue: MockQueue, member: Member, reason: string, at = new Date(), by = 'Marta Coll'): void {
    this.set(
      queue,
      member,
      { presence: 'PAUSED', paused: { reason, since: at.toISOString() }, changedBy: { name: by } },
      at,
    );
  }

  resume(queue: MockQueue, member: Member, at = new Date()): void {
    this.set(queue, member, { presence: 'AVAILABLE', paused: null }, at);
  }

  set(queue: MockQueue, member: Member, part: Partial<Member>, at = new Date()): void {
    Object.assign(member, part);
    if (part.presence !== undefined) member.since = at.toISOString();
    this.#emit(queue, at, { what: 'MEMBER_CHANGED', member: structuredClone(member), memberId: member.id });
  }

  add(queue: MockQueue, person: { id: string; name: string }): void {
    const member: Member = {
      ...this.#member(queue.key, 0),
      id: `qme_${person.id}`,
      name: person.name,
      person,
      presence: 'AVAILABLE',
      since: new Date().toISOString(),
    };
    queue.members.push(member);
    this.#emit(queue, new Date(), {
      what: 'MEMBER_ADDED',
      member: structuredClone(member),
      memberId: member.id,
    });
  }

  remove(queue: MockQueue, member: Member): void {
    queue.members = queue.members.filter(({ id }) => id !== member.id);
    this.#emit(queue, new Date(), { what: 'MEMBER_REMOVED', memberId: member.id });
  }

  /** The provider of all queues is lost, or comes back. */
  link(isUp: boolean): void {
    const at = new Date();
    for (const queue of this.queues) {
      queue.stale = !isUp;
      queue.provider = { ...provider, health: isUp ? 'UP' : 'DOWN', lastHeardAt: at.toISOString() };
      this.#emit(queue, at, { what: 'LINK_CHANGED' });
    }
  }

  /** Whether a queue is as wanted has changed. */
  sync(queue: MockQueue, sync: MockQueue['sync']): void {
    queue.sync = sync;
    this.#emit(queue, new Date(), { what: 'SYNC_CHANGED' });
  }

  /** Changes after `after`, then what comes. */
  async *changes(after: string, signal: AbortSignal): AsyncGenerator<QueueChange> {
    let index = Number(after.slice(1));
    while (!signal.aborted) {
      const change = this.log[index];
      if (change !== undefined) {
        index++;
        yield change;
      } else {
        await new Promise<void>((wake) => {
          this.#waitingForNews.add(wake);
          signal.addEventListener('abort', () => wake());
        });
      }
    }
  }

  #ring(queue: MockQueue, member: Member | undefined, at: Date): void {
    const call = queue.waiting.find(({ ringing }) => ringing.length === 0);
    if (member?.person == null || call === undefined) return;
    call.ringing = [{ id: member.person.id, name: member.name }];
    this.set(queue, member, { presence: 'RINGING' }, at);
    this.#emitCall(queue, call.callId, 'CALL_RINGING', at);
  }

  #answer(queue: MockQueue, call: Waiting, at: Date): void {
    const member = queue.members.find(({ person }) => person?.id === call.ringing[0]?.id);
    if (member !== undefined) {
      this.set(queue, member, { presence: 'ON_CALL', callsTaken: member.callsTaken + 1 }, at);
    }
    this.leave(queue, call, 'answered', at);
  }

  #emitCall(queue: MockQueue, callId: string, what: QueueChange['what'], at: Date): void {
    const waitingCall = structuredClone(queue.waiting.find((call) => call.callId === callId) ?? null);
    this.#emit(queue, at, { what, callId, waitingCall, counters: structuredClone(queue.counters) });
  }

  #emit(queue: MockQueue, at: Date, part: Pick<QueueChange, 'what'> & Partial<QueueChange>): void {
    const { members: _members, waiting: _waiting, counters: _counters, stale, ...rest } = queue;
    this.log.push({
      cursor: `c${this.log.length + 1}`,
      occurredAt: at.toISOString(),
      kind: 'UPDATED',
      nodeId: queue.id,
      member: null,
      memberId: null,
      waitingCall: null,
      callId: null,
      counters: null,
      queue: structuredClone({ ...rest, state: { stale } }),
      ...part,
    });
    for (const wake of this.#waitingForNews) wake();
    this.#waitingForNews.clear();
  }

  #queue(name: string, key: string, agents: number, serviceLevelSeconds: number): MockQueue {
    return {
      id: `que_${key}`,
      name,
      key,
      mode: 'MANAGED',
      serviceLevelSeconds,
      provider: { ...provider, lastHeardAt: new Date().toISOString() },
      sync: { state: agents > 17 ? 'CHANGING' : 'IN_SYNC', pending: agents > 17 ? 2 : 0, problem: null },
      stale: false,
      members: Array.from({ length: agents }, (_, index) => this.#member(key, index)),
      waiting: [],
      counters: {
        offered: 207,
        answered: 187,
        abandoned: 14,
        timedOut: 6,
        serviceLevel: 0.86,
      },
    };
  }

  #member(key: string, index: number): Member {
    // Wanted, and not there yet: the provider has no name and no address for it.
    const isMissing = index === 31;
    const presence = isMissing || index % 11 === 10 ? 'OFFLINE' : index % 2 === 0 ? 'ON_CALL' : 'AVAILABLE';
    return {
      id: `qme_${key}_${index}`,
      name: isMissing ? '' : this.#name(index),
      extension: isMissing ? null : String(200 + index),
      endpoint: isMissing ? null : `PJSIP/${200 + index}`,
      presence,
      since: new Date(Date.now() - index * 41_000).toISOString(),
      callsTaken: isMissing ? 0 : (index * 7) % 23,
      penalty: 0,
      source: 'MANUAL',
      drift: index === 17 ? ['PAUSE'] : isMissing ? ['MISSING'] : [],
      person: { id: `per_${index}`, name: this.#name(index) },
      paused: null,
      changedBy: { name: 'Marta Coll' },
    };
  }

  #name(index: number): string {
    return `${firstNames[index % firstNames.length]} ${lastNames[(index * 3 + Math.floor(index / 15)) % lastNames.length]}`;
  }

  #reason(): string {
    return reasons[Math.floor(this.#chance() * reasons.length)] as string;
  }
}
