/**
 * How GraphiQL asks: `/graphql` of its own origin, by HTTP and for subscriptions by graphql-transport-ws, both with
 * the same token. An Authorization in the headers editor wins over it.
 */
import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import type { Session } from '../session/keeper';
import { type Renewals, subscribe } from './live';

export interface FetcherOptions {
  /** The token to send; null: none. */
  token: () => Promise<string | null>;
  /** The tokens that follow that one; null: it is all there is. */
  renewals: Renewals | null;
  /** Told when somebody logs in by hand. */
  onLogIn: (session: Session) => void;
}

export function createFetcher({ token, renewals, onLogIn }: FetcherOptions): Fetcher {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const url = `${scheme}://${location.host}/graphql`;
  const send = createGraphiQLFetcher({ url: '/graphql', enableIncrementalDelivery: false });

  return async (params: FetcherParams, options) => {
    const typed = Object.entries(options?.headers ?? {}).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    const headers = async (): Promise<Record<string, string>> => {
      const own = await token();
      return { ...(own !== null && { authorization: `Bearer ${own}` }), ...Object.fromEntries(typed) };
    };
    const { request, isSubscription } = named(params);
    if (isSubscription) {
      const isTyped = typed.some(([name]) => name === 'authorization');
      return subscribe(request, { url, connectionParams: headers, renewals: isTyped ? null : renewals });
    }
    const answer = await send(request, { headers: await headers() });
    const session = sessionIn(answer);
    if (session !== null) onLogIn(session);
    return answer;
  };
}

/**
 * The request with the operation its text really holds: what GraphiQL knows of it lags behind a change of tab, and
 * a subscription taken for a query goes the wrong way. Text that is no GraphQL is the server's to refuse.
 */
function named(params: FetcherParams): { request: FetcherParams; isSubscription: boolean } {
  try {
    const document = parse(params.query);
    const operation = getOperationAST(document, params.operationName) ?? getOperationAST(document);
    const operationName = operation?.name?.value ?? params.operationName;
    return {
      request: { ...params, ...(operationName != null && { operationName }) },
      isSubscription: operation?.operation === OperationTypeNode.SUBSCRIPTION,
    };
  } catch {
    return { request: params, isSubscription: false };
  }
}

/** The session in the answer to a `logIn` that asked for all of it; null in any other answer. */
function sessionIn(answer: unknown): Session | null {
  const session = (answer as { data?: { logIn?: { session?: Partial<Session> | null } | null } | null }).data
    ?.logIn?.session;
  if (session?.accessToken === undefined || session.refreshToken === undefined) return null;
  return session.accessTokenExpiresAt === undefined || session.refreshTokenExpiresAt === undefined
    ? null
    : (session as Session);
}
