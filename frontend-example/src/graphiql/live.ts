/**
 * GraphiQL's subscriptions: a socket each, as each may have a token of its own, typed into the headers editor.
 *
 * A socket of the session is given the session's next token in a `ping` before the server ends it with the old one.
 */
import type { FetcherParams } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import { createClient, MessageType, stringifyMessage } from 'graphql-ws';

export interface LiveOptions {
  url: string;
  /** What is sent with `connection_init`, asked anew whenever the socket is. */
  connectionParams: () => Promise<Record<string, string>>;
  /** Calls the listener with each token that follows the one of `connectionParams`; null: nothing follows. */
  renewals: Renewals | null;
  webSocketImpl?: typeof WebSocket;
}

/** Returns what ends it. */
export type Renewals = (listener: (token: string) => void) => () => void;

/**
 * The subscription's results. Its socket closes when they end, or nobody wants them any more. No generator, whose
 * `return` would wait for the next result.
 */
export function subscribe(
  { query, variables, operationName }: FetcherParams,
  { url, connectionParams, renewals, webSocketImpl = WebSocket }: LiveOptions,
): AsyncIterableIterator<ExecutionResult> {
  let connected: WebSocket | null = null;
  const client = createClient({
    url,
    webSocketImpl,
    connectionParams,
    // A repeated operation would tell the changes after its cursor again.
    retryAttempts: 0,
    on: {
      connected: (socket) => {
        connected = socket as WebSocket;
      },
      closed: () => {
        connected = null;
        stopRenewing?.();
      },
    },
  });
  const stopRenewing = renewals?.((token) => {
    if (connected?.readyState !== webSocketImpl.OPEN) return;
    connected.send(
      stringifyMessage({ type: MessageType.Ping, payload: { authorization: `Bearer ${token}` } }),
    );
  });
  // As they are on the wire; GraphiQL does no more than to write them down.
  const results: AsyncIterableIterator<unknown> = client.iterate({
    query,
    variables: variables as Record<string, unknown> | null,
    ...(operationName != null && { operationName }),
  });
  const end = async () => {
    stopRenewing?.();
    await results.return?.();
    return { done: true, value: undefined } as const;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      try {
        return (await results.next()) as IteratorResult<ExecutionResult>;
      } catch (error) {
        stopRenewing?.();
        throw readable(error);
      }
    },
    return: end,
  };
}

/** A close event says nothing when it is written down as JSON. */
function readable(error: unknown): unknown {
  const { code, reason } = (error ?? {}) as { code?: unknown; reason?: unknown };
  return typeof code === 'number' && typeof reason === 'string'
    ? new Error(`The socket was closed (${[code, reason].filter(Boolean).join(' ')}).`)
    : error;
}
