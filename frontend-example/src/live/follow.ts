/**
 * A subscription that survives: list and watch, resumed by cursor.
 *
 * Reads the live cursor, then the snapshot, then subscribes after that cursor, so that nothing falls between the
 * two. When the stream breaks it comes back after the last cursor seen; the server replays what was missed. When
 * the server no longer has that part of the past (`CURSOR_EXPIRED`) it starts again from a fresh snapshot.
 *
 * Changes made between reading the cursor and reading the snapshot are delivered although the snapshot has them:
 * folding a change must be idempotent. Apart from this, each change is delivered once, in the server's order.
 *
 * The module knows no transport and no GraphQL: copy it, and give it a `LiveSource`.
 */
import { type BackOff, defaultBackOff, waitBefore } from './backoff';

/** Where a live list comes from. */
export interface LiveSource<Snapshot, Change extends { cursor: string }> {
  readCursor(signal: AbortSignal): Promise<string>;
  readSnapshot(signal: AbortSignal): Promise<Snapshot>;
  /** Starts a stream of the changes after `after`; returns what ends it. Ends itself with one `fail`. */
  subscribe(after: string, observer: ChangeObserver<Change>): () => void;
  /** What a failure means: try again, start over from a snapshot, or give up. */
  classify(error: unknown): 'retry' | 'expired' | 'refused';
}

export interface ChangeObserver<Change> {
  /** The stream is established: from here on silence means that nothing happens. */
  open(): void;
  next(change: Change): void;
  /** The stream ended, for whatever reason, also in good order. */
  fail(error: unknown): void;
}

/** Who is told. */
export interface LiveFollower<Snapshot, Change> {
  snapshot(snapshot: Snapshot): void;
  change(change: Change): void;
  state(state: LiveState): void;
}

export type LiveState =
  | { kind: 'starting' }
  | { kind: 'live' }
  /** What is shown was last true at `since` (milliseconds of the local clock); null: nothing was read yet. */
  | { kind: 'reconnecting'; since: number | null; error: unknown }
  /** The server will not have it; trying again would not help. */
  | { kind: 'refused'; error: unknown };

export interface Following {
  /** Tries at once instead of waiting out the back-off: the network came back, the page was shown again. */
  retryNow(): void;
  stop(): void;
}

/** A stream must last this long, or deliver something, before a later failure counts as the first one again. */
const steadyMs = 10_000;

export function follow<Snapshot, Change extends { cursor: string }>(
  source: LiveSource<Snapshot, Change>,
  follower: LiveFollower<Snapshot, Change>,
  backOff: BackOff = defaultBackOff,
): Following {
  let cursor: string | null = null;
  let state: LiveState = { kind: 'starting' };
  let lastTrueAt: number | null = null;
  let failures = 0;
  let steadyFrom: number | null = null;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  // Aborted when its attempt is over: whatever the old attempt still says after that is not heard.
  let attempt = new AbortController();

  const become = (next: LiveState) => {
    state = next;
    follower.state(next);
  };

  const start = () => {
    waiting = null;
    attempt = new AbortController();
    const { signal } = attempt;
    watch(signal).catch((error: unknown) => retry(signal, error));
  };

  const watch = async (signal: AbortSignal) => {
    if (cursor === null) {
      const before = await source.readCursor(signal);
      const snapshot = await source.readSnapshot(signal);
      if (signal.aborted) return;
      follower.snapshot(snapshot);
      cursor = before;
      lastTrueAt = Date.now();
    }
    const end = source.subscribe(cursor, {
      open() {
        if (signal.aborted) return;
        steadyFrom = Date.now() + steadyMs;
        become({ kind: 'live' });
      },
      next(change) {
        if (signal.aborted) return;
        steadyFrom = 0;
        if (state.kind !== 'live') become({ kind: 'live' });
        follower.change(change);
        cursor = change.cursor;
      },
      fail: (error) => retry(signal, error),
    });
    // A source may fail within `subscribe`, before it has returned what ends it.
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  };

  const retry = (signal: AbortSignal, error: unknown) => {
    if (signal.aborted) return;
    attempt.abort();
    const meaning = source.classify(error);
    if (meaning === 'refused') return become({ kind: 'refused', error });
    if (meaning === 'expired') cursor = null;
    if (state.kind === 'live') lastTrueAt = Date.now();
    if (steadyFrom !== null && Date.now() >= steadyFrom) failures = 0;
    steadyFrom = null;
    become({ kind: 'reconnecting', since: lastTrueAt, error });
    waiting = setTimeout(start, waitBefore(failures++, backOff, Math.random()));
  };

  follower.state(state);
  start();

  return {
    retryNow() {
      if (waiting === null) return;
      clearTimeout(waiting);
      start();
    },
    stop() {
      if (waiting !== null) clearTimeout(waiting);
      attempt.abort();
    },
  };
}
