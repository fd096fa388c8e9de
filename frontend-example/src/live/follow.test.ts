import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BackOff, waitBefore } from './backoff';
import { FakeSource } from './fake-source';
import { follow, type Following, type LiveState } from './follow';

const backOff: BackOff = { firstMs: 100, longestMs: 1_000 };

describe('follow', () => {
  let source: FakeSource;
  let following: Following;
  let snapshots: number[][];
  let changes: number[];
  let states: LiveState[];

  beforeEach(() => {
    vi.useFakeTimers();
    source = new FakeSource();
    snapshots = [];
    changes = [];
    states = [];
  });
  afterEach(() => {
    following.stop();
    vi.useRealTimers();
  });

  const start = () => {
    following = follow(
      source,
      {
        snapshot: (snapshot) => snapshots.push(snapshot),
        change: ({ value }) => changes.push(value),
        state: (state) => states.push(state),
      },
      backOff,
    );
    return settle();
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const waitOut = () => vi.advanceTimersByTimeAsync(backOff.longestMs);
  const kinds = () => states.map(({ kind }) => kind);

  it('reads the cursor, then the snapshot, then subscribes after that cursor', async () => {
    source.append(1);

    await start();

    expect(source.asked).toEqual(['cursor', 'snapshot', 'subscribe after 1']);
    expect(snapshots).toEqual([[1]]);
    expect(kinds()).toEqual(['starting', 'live']);
  });

  it('misses nothing that happens between the cursor and the snapshot', async () => {
    source.meanwhile = () => source.append(7);

    await start();

    expect(snapshots).toEqual([[7]]);
    expect(changes).toEqual([7]);
  });

  it('comes back after the last cursor seen, without a gap and without a repeat', async () => {
    await start();
    source.append(1);
    source.append(2);

    source.cut();
    source.append(3);
    source.append(4);
    await waitOut();
    source.append(5);

    expect(changes).toEqual([1, 2, 3, 4, 5]);
    expect(source.asked.at(-1)).toBe('subscribe after 2');
    expect(snapshots).toHaveLength(1);
  });

  it('delivers each of a thousand changes once, in order, however often it is cut', async () => {
    await start();

    for (let value = 0; value < 1_000; value++) {
      source.append(value);
      if (value % 7 === 0) source.cut();
      if (value % 5 === 0) await waitOut();
    }
    await waitOut();

    expect(changes).toEqual(Array.from({ length: 1_000 }, (_, value) => value));
  });

  it('hears nothing more from a stream it has given up', async () => {
    await start();
    const { observer } = source.streams[0] as (typeof source.streams)[number];

    source.cut();
    observer.next({ cursor: '99', value: 99 });
    observer.fail(new Error('again'));
    await waitOut();

    expect(changes).toEqual([]);
    expect(source.asked.filter((asked) => asked.startsWith('subscribe'))).toHaveLength(2);
    expect(source.asked.at(-1)).toBe('subscribe after 0');
  });

  it('reads a fresh snapshot when its cursor has expired', async () => {
    await start();
    source.append(1);
    source.cut();
    source.append(2);
    source.append(3);
    source.prunedTo = 3;

    await waitOut();
    await waitOut();
    source.append(4);

    expect(snapshots).toEqual([[], [1, 2, 3]]);
    expect(changes).toEqual([1, 4]);
    expect(kinds().at(-1)).toBe('live');
  });

  it('tells since when what is shown may no longer be true', async () => {
    await start();
    await vi.advanceTimersByTimeAsync(60_000);
    const cutAt = Date.now();
    source.down = new Error('down');

    source.cut();
    await waitOut();
    await waitOut();

    expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', since: cutAt });
  });

  it('has nothing to show while it has never been connected', async () => {
    source.down = new Error('down');

    await start();

    expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', since: null });
  });

  it('waits longer with each failure and starts small again after a steady stream', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    source.down = new Error('down');
    await start();
    const attempts = () => source.asked.filter((asked) => asked === 'cursor').length;

    await vi.advanceTimersByTimeAsync(49);
    expect(attempts()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(attempts()).toBe(2);
    await vi.advanceTimersByTimeAsync(99);
    expect(attempts()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(attempts()).toBe(3);

    source.down = null;
    await waitOut();
    await vi.advanceTimersByTimeAsync(20_000);
    source.cut();
    await vi.advanceTimersByTimeAsync(50);
    expect(kinds().at(-1)).toBe('live');
  });

  it('keeps backing off from a server that opens each stream only to end it', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await start();

    for (let n = 0; n < 3; n++) {
      source.cut();
      await vi.advanceTimersByTimeAsync(backOff.longestMs / 2);
    }
    source.cut();
    await vi.advanceTimersByTimeAsync(399);

    expect(kinds().at(-1)).toBe('reconnecting');
  });

  it('tries at once when told that the network is back', async () => {
    await start();
    source.cut();

    following.retryNow();
    await settle();

    expect(kinds().at(-1)).toBe('live');
  });

  it('gives up when the server refuses', async () => {
    await start();

    source.cut(new Error('refused'));
    await waitOut();

    expect(states.at(-1)).toMatchObject({ kind: 'refused' });
    expect(source.asked.filter((asked) => asked.startsWith('subscribe'))).toHaveLength(1);
  });

  it('ends its stream when stopped, and says nothing any more', async () => {
    await start();
    const told = states.length;

    following.stop();
    source.append(1);
    await waitOut();

    expect(source.streams).toEqual([]);
    expect(changes).toEqual([]);
    expect(states).toHaveLength(told);
  });
});

describe('waitBefore', () => {
  it.each([
    [0, 0, 50],
    [0, 0.999, 99.95],
    [1, 0, 100],
    [3, 0, 400],
    [4, 0, 500],
    [500, 0, 500],
  ])('waits for attempt %i with chance %f: %f ms', (attempt, chance, expected) => {
    expect(waitBefore(attempt, backOff, chance)).toBeCloseTo(expected);
  });
});
