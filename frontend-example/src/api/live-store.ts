/** Holds a live list: the snapshot, each change folded in, told to the page at once, and then at most ten times a second. */
import type { LiveState } from '../live/follow';
import { followList, type LiveList } from './client';

export interface Live<Value> {
  /** Null: not read yet. */
  value: Value | null;
  live: LiveState;
}

export interface LiveView<
  Value,
  Data,
  Change extends { cursor: string },
  Variables extends Record<string, unknown>,
> extends Omit<LiveList<Value, Data, Change, Variables>, 'follower'> {
  /** The value after a change. A change may come twice: folding it again must lead to the same. */
  fold: (value: Value, change: Change) => Value;
}

/** Between two drawings, in milliseconds. */
const leastMs = 100;

export class LiveStore<
  Value,
  Data,
  Change extends { cursor: string },
  Variables extends Record<string, unknown>,
> {
  #now: Live<Value> = { value: null, live: { kind: 'starting' } };
  #shown = this.#now;
  #listeners = new Set<() => void>();
  #drawnAt = Number.NEGATIVE_INFINITY;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #frame: number | null = null;

  constructor(private readonly view: LiveView<Value, Data, Change, Variables>) {}

  /** Starts following; returns what ends it. */
  start = (): (() => void) => {
    const { fold, ...list } = this.view;
    const stop = followList({
      ...list,
      follower: {
        snapshot: (value) => this.#become({ value }),
        change: (change) => {
          if (this.#now.value !== null) this.#become({ value: fold(this.#now.value, change) });
        },
        state: (live) => this.#become({ live }),
      },
    });
    return () => {
      stop();
      if (this.#waiting !== null) clearTimeout(this.#waiting);
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      this.#waiting = null;
      this.#frame = null;
    };
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (): Live<Value> => this.#shown;

  // Hundreds of events a second are folded as they come. Drawn as often as the screen is, they would leave no time for
  // whoever scrolls and types; what comes alone is drawn with the next frame.
  #become(part: Partial<Live<Value>>): void {
    this.#now = { ...this.#now, ...part };
    this.#waiting ??= setTimeout(
      () => {
        this.#frame = requestAnimationFrame(() => this.#draw());
      },
      Math.max(0, this.#drawnAt + leastMs - performance.now()),
    );
  }

  #draw(): void {
    this.#waiting = null;
    this.#frame = null;
    this.#drawnAt = performance.now();
    this.#shown = this.#now;
    for (const listener of [...this.#listeners]) listener();
  }
}
