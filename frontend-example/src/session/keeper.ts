/**
 * Keeps who is logged in: the tokens in memory and in this tab's session storage, renewed before they expire.
 *
 * A refresh token is good for one use, and its second use is taken for theft and ends the session everywhere. A
 * duplicated tab starts with a copy of the storage, so tabs take turns (a lock) and tell each other what a token
 * was replaced by (a channel); a tab whose token was replaced adopts the new one instead of using the old.
 */
import { serverNow } from '../clock/clock';
import type { SessionFieldsFragment } from '../operations/generated';

export type Session = SessionFieldsFragment;

/** The server will not renew this session; log in again. */
export class SessionEnded extends Error {
  override name = 'SessionEnded';
}

interface Replacement {
  refreshToken: string;
  by: Session | null;
}

const storageKey = 'switchboard.session';
/** Renewed when this share of the life the token has left has passed. */
const renewAfterShare = 0.75;
/** A token with less left than this is not sent any more, in milliseconds. */
const leastLeftMs = 10_000;
const retryMs = 5_000;

export class SessionKeeper {
  #session: Session | null;
  #wasRefused = false;
  #renewal: Promise<Session> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<() => void>();
  #channel = new BroadcastChannel(storageKey);

  /** `renew` exchanges a refresh token; throws `SessionEnded` when the server refuses it. */
  constructor(
    private readonly renew: (refreshToken: string) => Promise<Session>,
    private readonly storage: Storage = sessionStorage,
  ) {
    this.#session = stored(storage);
    this.#channel.onmessage = ({ data }: MessageEvent<Replacement>) => {
      if (data.refreshToken === this.#session?.refreshToken) this.#become(data.by);
    };
    this.#schedule();
  }

  get current(): Session | null {
    return this.#session;
  }

  /** Whether the last session here ended without anybody logging out. */
  get wasRefused(): boolean {
    return this.#wasRefused;
  }

  /** Calls `listener` whenever the session begins, is renewed or ends. */
  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  begin(session: Session): void {
    this.#become(session);
  }

  /** `refused`: the server ended it, not the person. */
  end(because: 'left' | 'refused' = 'left'): void {
    const ended = this.#session;
    this.#wasRefused = because === 'refused';
    this.#become(null);
    if (ended !== null) this.#tell({ refreshToken: ended.refreshToken, by: null });
  }

  /** A token the server will still take; renews it first if need be. Throws `SessionEnded` when logged out. */
  async accessToken(): Promise<string> {
    const session = this.#session;
    if (session === null) throw new SessionEnded('Not logged in.');
    const left = Date.parse(session.accessTokenExpiresAt) - serverNow();
    return left > leastLeftMs ? session.accessToken : (await this.renewed(session)).accessToken;
  }

  /** What replaces `stale`: renews it unless that has already happened. Several callers share one renewal. */
  renewed(stale: Session): Promise<Session> {
    this.#renewal ??= inTurn(() => this.#exchange(stale)).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #exchange(stale: Session): Promise<Session> {
    const session = this.#session;
    if (session === null) throw new SessionEnded('Logged out meanwhile.');
    if (session.accessToken !== stale.accessToken) return session;
    try {
      const next = await this.renew(session.refreshToken);
      this.#tell({ refreshToken: session.refreshToken, by: next });
      this.#become(next);
      return next;
    } catch (error) {
      if (error instanceof SessionEnded) this.end('refused');
      throw error;
    }
  }

  #tell(replacement: Replacement): void {
    this.#channel.postMessage(replacement);
  }

  #become(session: Session | null): void {
    this.#session = session;
    if (session === null) this.storage.removeItem(storageKey);
    else this.storage.setItem(storageKey, JSON.stringify(session));
    this.#schedule();
    for (const listener of [...this.#listeners]) listener();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const session = this.#session;
    if (session === null) return;
    const left = Date.parse(session.accessTokenExpiresAt) - serverNow();
    this.#timer = setTimeout(() => this.#renewInTime(session), Math.max(0, left * renewAfterShare));
  }

  #renewInTime(session: Session): void {
    this.renewed(session).catch((error: unknown) => {
      if (error instanceof SessionEnded) return;
      // Not reached: the token may have life left, and whoever needs it meanwhile asks again.
      this.#timer = setTimeout(() => this.#renewInTime(session), retryMs);
    });
  }
}

/** Runs one renewal at a time over all tabs, where the browser has locks (secure contexts). */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request(storageKey, work) : work();
}

/** The session this tab was left with; a text that is not one counts as none. */
function stored(storage: Storage): Session | null {
  const text = storage.getItem(storageKey);
  if (text === null) return null;
  try {
    const session: unknown = JSON.parse(text);
    return isSession(session) ? session : null;
  } catch {
    return null;
  }
}

function isSession(value: unknown): value is Session {
  const fields = ['accessToken', 'accessTokenExpiresAt', 'refreshToken', 'refreshTokenExpiresAt'];
  return (
    typeof value === 'object' &&
    value !== null &&
    fields.every((field) => typeof (value as Record<string, unknown>)[field] === 'string')
  );
}
