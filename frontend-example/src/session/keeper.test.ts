import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Session, SessionEnded, SessionKeeper } from './keeper';

class MemoryStorage implements Storage {
  #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  clear = () => this.#items.clear();
  getItem = (key: string) => this.#items.get(key) ?? null;
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  removeItem = (key: string) => void this.#items.delete(key);
  setItem = (key: string, value: string) => void this.#items.set(key, value);
}

const minute = 60_000;

function sessionNumber(n: number): Session {
  return {
    accessToken: `access-${n}`,
    accessTokenExpiresAt: new Date(Date.now() + 10 * minute).toISOString(),
    refreshToken: `refresh-${n}`,
    refreshTokenExpiresAt: new Date(Date.now() + 1_000 * minute).toISOString(),
  };
}

describe('SessionKeeper', () => {
  let storage: Storage;
  let used: string[];
  let renew: (refreshToken: string) => Promise<Session>;

  beforeEach(() => {
    vi.useFakeTimers();
    // No locks, as in a page that was not loaded over https.
    vi.stubGlobal('navigator', {});
    storage = new MemoryStorage();
    used = [];
    renew = async (refreshToken) => {
      used.push(refreshToken);
      return sessionNumber(Number(refreshToken.split('-')[1]) + 1);
    };
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('renews by itself before the access token expires', async () => {
    const keeper = new SessionKeeper(renew, storage);
    keeper.begin(sessionNumber(1));

    await vi.advanceTimersByTimeAsync(8 * minute);

    expect(used).toEqual(['refresh-1']);
    expect(keeper.current?.accessToken).toBe('access-2');
  });

  it('uses a refresh token once, however many ask at the same time', async () => {
    const keeper = new SessionKeeper(renew, storage);
    const first = sessionNumber(1);
    keeper.begin(first);

    const renewed = await Promise.all([keeper.renewed(first), keeper.renewed(first), keeper.renewed(first)]);

    expect(used).toEqual(['refresh-1']);
    expect(renewed.map(({ accessToken }) => accessToken)).toEqual(['access-2', 'access-2', 'access-2']);
  });

  it('does not renew again for a token that was already replaced', async () => {
    const keeper = new SessionKeeper(renew, storage);
    const first = sessionNumber(1);
    keeper.begin(first);
    await keeper.renewed(first);

    const late = await keeper.renewed(first);

    expect(used).toEqual(['refresh-1']);
    expect(late.accessToken).toBe('access-2');
  });

  it('comes back from the storage of its tab', () => {
    new SessionKeeper(renew, storage).begin(sessionNumber(1));

    const reloaded = new SessionKeeper(renew, storage);

    expect(reloaded.current?.accessToken).toBe('access-1');
  });

  it.each(['', 'not json', '{"accessToken":1}', 'null'])('takes a stored %j for no session', (text) => {
    storage.setItem('switchboard.session', text);

    expect(new SessionKeeper(renew, storage).current).toBeNull();
  });

  it('ends when the server refuses to renew, and says that nobody chose to', async () => {
    const keeper = new SessionKeeper(async () => {
      throw new SessionEnded('revoked');
    }, storage);
    keeper.begin(sessionNumber(1));

    await vi.advanceTimersByTimeAsync(8 * minute);

    expect(keeper.current).toBeNull();
    expect(keeper.wasRefused).toBe(true);
    expect(storage.length).toBe(0);
  });

  it('keeps the session and tries again when the server is not reached', async () => {
    let failures = 2;
    const keeper = new SessionKeeper(async (refreshToken) => {
      if (failures-- > 0) throw new Error('no network');
      return renew(refreshToken);
    }, storage);
    keeper.begin(sessionNumber(1));

    await vi.advanceTimersByTimeAsync(9 * minute);

    expect(keeper.current?.accessToken).toBe('access-2');
  });

  it('adopts what a copy of its tab has renewed, instead of using the old token again', async () => {
    vi.useRealTimers();
    const keeper = new SessionKeeper(renew, storage);
    const first = sessionNumber(1);
    keeper.begin(first);
    const copyStorage = new MemoryStorage();
    copyStorage.setItem('switchboard.session', storage.getItem('switchboard.session') ?? '');
    const copy = new SessionKeeper(renew, copyStorage);

    await keeper.renewed(first);
    await vi.waitUntil(() => copy.current?.accessToken === 'access-2');
    await copy.renewed(first);

    expect(used).toEqual(['refresh-1']);
  });
});
