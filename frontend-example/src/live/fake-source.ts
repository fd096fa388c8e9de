/** A server in miniature for the tests of `follow`: a log of changes, and streams that can be cut at will. */
import type { ChangeObserver, LiveSource } from './follow';

export interface Entry {
  cursor: string;
  value: number;
}

export class FakeSource implements LiveSource<number[], Entry> {
  readonly log: Entry[] = [];
  /** What was asked, in order. */
  readonly asked: string[] = [];
  /** Entries before this index are pruned. */
  prunedTo = 0;
  /** Set: reading and subscribing fail with it. */
  down: Error | null = null;
  streams: { observer: ChangeObserver<Entry>; at: number }[] = [];
  /** Called between the reading of the cursor and that of the snapshot. */
  meanwhile = () => {};

  append(value: number): void {
    this.log.push({ cursor: String(this.log.length + 1), value });
    this.deliver();
  }

  /** The connection breaks: every stream ends. */
  cut(error = new Error('cut')): void {
    for (const { observer } of this.streams.splice(0)) observer.fail(error);
  }

  async readCursor(): Promise<string> {
    this.asked.push('cursor');
    if (this.down !== null) throw this.down;
    return String(this.log.length);
  }

  async readSnapshot(): Promise<number[]> {
    this.asked.push('snapshot');
    this.meanwhile();
    if (this.down !== null) throw this.down;
    return this.log.map(({ value }) => value);
  }

  subscribe(after: string, observer: ChangeObserver<Entry>): () => void {
    this.asked.push(`subscribe after ${after}`);
    if (this.down !== null) {
      observer.fail(this.down);
      return () => {};
    }
    if (Number(after) < this.prunedTo) {
      observer.fail(new Error('expired'));
      return () => {};
    }
    const stream = { observer, at: Number(after) };
    this.streams.push(stream);
    observer.open();
    this.deliver();
    return () => {
      this.streams = this.streams.filter((other) => other !== stream);
    };
  }

  classify(error: unknown): 'retry' | 'expired' | 'refused' {
    const { message } = error as Error;
    return message === 'expired' || message === 'refused' ? message : 'retry';
  }

  private deliver(): void {
    for (const stream of [...this.streams]) {
      for (; stream.at < this.log.length; stream.at++) stream.observer.next(this.log[stream.at] as Entry);
    }
  }
}
