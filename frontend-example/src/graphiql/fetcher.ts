/**
 * How GraphiQL asks: `/graphql` of its own origin, by HTTP and for subscriptions by graphql-transport-ws, both with
 * the same token. An Authorization in the headers editor wins over it.
 */
import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import { getOperationAST, parse } from 'graphql';
import type { Session } from '../session/keeper';

export interface FetcherOptions {
  /** The token to send; null: none. */
  token: () => Promise<string | null>;
  /** Told when somebody logs in by hand. */
  onLogIn: (session: Session) => void;
}

export function createFetcher({ token, onLogIn }: FetcherOptions): Fetcher {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const send = createGraphiQLFetcher({
    url: '/graphql',
    subscriptionUrl: `${scheme}://${location.host}/graphql`,
    enableIncrementalDelivery: false,
  });

  return async (params: FetcherParams, options) => {
    const typed = Object.entries(options?.headers ?? {}).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    const own = await token();
    const headers: Record<string, string> = {
      ...(own !== null && { authorization: `Bearer ${own}` }),
      ...Object.fromEntries(typed),
    };
    const answer = await send(...named(params, headers));
    const session = sessionIn(answer);
    if (session !== null) onLogIn(session);
    return answer;
  };
}

/**
 * The request with the operation its text really holds: what GraphiQL knows of it lags behind a change of tab, and
 * a subscription taken for a query goes the wrong way. Text that is no GraphQL is the server's to refuse.
 */
function named(params: FetcherParams, headers: Record<string, string>): Parameters<Fetcher> {
  try {
    const documentAST = parse(params.query);
    const operation = getOperationAST(documentAST, params.operationName) ?? getOperationAST(documentAST);
    const operationName = operation?.name?.value ?? params.operationName;
    return [
      { ...params, ...(operationName != null && { operationName }) },
      { headers, documentAST },
    ];
  } catch {
    return [params, { headers }];
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
