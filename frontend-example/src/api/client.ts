/** The page's way to the server: requests as the logged-in user, and live lists. */
import { follow, type Following, type LiveFollower, type LiveSource } from '../live/follow';
import {
  LiveCursorDocument,
  LogOutDocument,
  RefreshSessionDocument,
  type TypedDocumentString,
} from '../operations/generated';
import { SessionEnded, SessionKeeper } from '../session/keeper';
import { ApiError } from './error';
import { request } from './http';
import { openLiveSocket } from './socket';

export const session = new SessionKeeper(async (refreshToken) => {
  const answer = await request(RefreshSessionDocument, { refreshToken }).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') throw new SessionEnded(error.message);
    throw error;
  });
  const payload = answer.sessionRefresh;
  if (payload?.session) return payload.session;
  throw new SessionEnded(payload?.userErrors[0]?.message ?? 'The session was not renewed.');
});

const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
const socket = openLiveSocket(socketUrl, () => session.accessToken());

session.onChange(() => {
  if (session.current !== null) socket.renew(session.current.accessToken);
});

/** A request as whoever is logged in; renews the session once if the server no longer takes its token. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const send = async (token: string) => request(document, variables, { token, ...(signal && { signal }) });
  const sent = await session.accessToken();
  try {
    return await send(sent);
  } catch (error) {
    const refused = error instanceof ApiError && error.code === 'UNAUTHENTICATED';
    const used = session.current;
    if (!refused || used === null) throw error;
    return send((await session.renewed({ ...used, accessToken: sent })).accessToken);
  }
}

/** Ends the session here at once, and at the server if it can be reached. */
export async function logOut(): Promise<void> {
  const token = session.current?.accessToken;
  session.end();
  if (token === undefined) return;
  await request(LogOutDocument, {}, { token }).catch((error: unknown) => {
    // The tokens are gone from here; what is left of them at the server expires by itself.
    if (!(error instanceof ApiError)) throw error;
  });
}

export interface LiveList<
  Snapshot,
  Data,
  Change extends { cursor: string },
  Variables extends Record<string, unknown>,
> {
  snapshot: (signal: AbortSignal) => Promise<Snapshot>;
  subscription: TypedDocumentString<Data, Variables>;
  variables: (after: string) => Variables;
  change: (data: Data) => Change;
  follower: LiveFollower<Snapshot, Change>;
}

/** Follows one live list of the API (see `live/follow`); comes back at once when the network or the page does. */
export function followList<
  Snapshot,
  Data,
  Change extends { cursor: string },
  Variables extends Record<string, unknown>,
>({
  snapshot,
  subscription,
  variables,
  change,
  follower,
}: LiveList<Snapshot, Data, Change, Variables>): () => void {
  const source: LiveSource<Snapshot, Change> = {
    readCursor: async (signal) => (await ask(LiveCursorDocument, {}, signal)).liveCursor,
    readSnapshot: snapshot,
    subscribe: (after, observer) =>
      socket.subscribe(subscription, variables(after), {
        open: () => observer.open(),
        next: (data) => observer.next(change(data)),
        fail: (error: unknown) => {
          if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') renewOrEnd();
          observer.fail(error);
        },
      }),
    classify,
  };
  const following: Following = follow(source, follower);
  const retryNow = () => {
    if (document.visibilityState === 'visible') following.retryNow();
  };
  window.addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', retryNow);
  return () => {
    window.removeEventListener('online', retryNow);
    document.removeEventListener('visibilitychange', retryNow);
    following.stop();
  };
}

/** The server ended the socket's session: renew ours, or learn that it is over (logged out everywhere). */
function renewOrEnd(): void {
  if (session.current === null) return;
  session.renewed(session.current).catch(() => {
    // Refused: the keeper has ended the session. Not reached: the stream's next attempt asks again.
  });
}

function classify(error: unknown): 'retry' | 'expired' | 'refused' {
  if (error instanceof SessionEnded) return 'refused';
  if (!(error instanceof ApiError)) return 'retry';
  if (error.code === 'CURSOR_EXPIRED') return 'expired';
  return error.code === 'FORBIDDEN' || error.code === 'BAD_REQUEST' ? 'refused' : 'retry';
}
