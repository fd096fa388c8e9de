/** Holds the live board: the snapshot, each change folded in, told to the page at most once a frame. */
import { ask, followList } from '../api/client';
import type { LiveState } from '../live/follow';
import { BoardDocument, QueueChangedDocument } from '../operations/generated';
import { type Board, boardOf, fold, type QueueSnapshot } from './board';

export interface LiveBoard {
  board: Board;
  live: LiveState;
}

export class BoardStore {
  #now: LiveBoard = { board: new Map(), live: { kind: 'starting' } };
  #shown = this.#now;
  #listeners = new Set<() => void>();
  #frame: number | null = null;

  /** Starts following; returns what ends it. */
  start = (): (() => void) => {
    const stop = followList({
      snapshot: readQueues,
      subscription: QueueChangedDocument,
      variables: (after) => ({ after }),
      change: (data) => data.queueChanged,
      follower: {
        snapshot: (queues) => this.#become({ board: boardOf(queues) }),
        change: (change) => this.#become({ board: fold(this.#now.board, change) }),
        state: (live) => this.#become({ live }),
      },
    });
    return () => {
      stop();
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      this.#frame = null;
    };
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (): LiveBoard => this.#shown;

  // Hundreds of events a second are folded as they come but drawn only as often as the screen is.
  #become(part: Partial<LiveBoard>): void {
    this.#now = { ...this.#now, ...part };
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#shown = this.#now;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

async function readQueues(signal: AbortSignal): Promise<QueueSnapshot[]> {
  const queues: QueueSnapshot[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(after, signal);
    queues.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return queues;
}

async function readPage(after: string | null, signal: AbortSignal) {
  return (await ask(BoardDocument, { after }, signal)).queues;
}
