/**
 * Subscriptions over one graphql-transport-ws socket, opened with the first and closed after the last.
 *
 * Coming back is the business of `live/follow`, which knows the cursor. So the client's own reconnecting, which
 * would send the old operation with the old cursor again and repeat changes, is off: when the socket closes, for
 * whatever reason, every stream fails once and is forgotten.
 */
import { createClient, MessageType, stringifyMessage } from 'graphql-ws';
import type { ChangeObserver } from '../live/follow';
import type { TypedDocumentString } from '../operations/generated';
import { ApiError, fromWire } from './error';

export interface LiveSocket {
  subscribe<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    observer: ChangeObserver<Data>,
  ): () => void;
  /** Gives the open connection a renewed token, before the server ends the session of the old one. */
  renew(token: string): void;
}

/** A ping that is not answered for this long means that nobody is there any more, in milliseconds. */
const pongWithinMs = 5_000;

export function openLiveSocket(
  url: string,
  accessToken: () => Promise<string>,
  webSocketImpl: typeof WebSocket = WebSocket,
): LiveSocket {
  const streams = new Set<(error: ApiError) => void>();
  let connected: WebSocket | null = null;
  let pongMissing: ReturnType<typeof setTimeout> | undefined;

  const client = createClient({
    url,
    webSocketImpl,
    connectionParams: async () => ({ authorization: `Bearer ${await accessToken()}` }),
    keepAlive: 10_000,
    lazyCloseTimeout: 3_000,
    connectionAckWaitTimeout: 10_000,
    retryAttempts: 0,
    on: {
      connected(socket) {
        connected = socket as WebSocket;
      },
      ping(received) {
        if (!received) pongMissing = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong(received) {
        if (received) clearTimeout(pongMissing);
      },
      closed(event) {
        connected = null;
        clearTimeout(pongMissing);
        // Before the client looks at the close code: 1000 alone makes it subscribe again on its own.
        for (const fail of [...streams]) fail(closed(event));
      },
    },
  });

  return {
    subscribe(document, variables, observer) {
      let ended = false;
      const end = () => {
        if (ended) return;
        ended = true;
        streams.delete(fail);
        stopListening();
        unsubscribe();
      };
      const fail = (error: ApiError) => {
        if (ended) return;
        end();
        observer.fail(error);
      };

      streams.add(fail);
      const unsubscribe = client.subscribe<Record<string, unknown>>(
        { query: document.toString(), variables },
        {
          next({ data, errors }) {
            if (ended) return;
            if (errors !== undefined && errors.length > 0) fail(fromWire(errors));
            else observer.next(data as Parameters<typeof observer.next>[0]);
          },
          error: (error) => fail(failure(error)),
          complete: () => fail(new ApiError('NETWORK', 'The server ended the stream.')),
        },
      );
      const announce = () => {
        if (!ended) observer.open();
      };
      const stopListening = client.on('connected', announce);
      if (connected !== null) queueMicrotask(announce);
      return end;
    },

    renew(token) {
      if (connected?.readyState !== webSocketImpl.OPEN) return;
      connected.send(
        stringifyMessage({ type: MessageType.Ping, payload: { authorization: `Bearer ${token}` } }),
      );
    },
  };
}

function closed(event: unknown): ApiError {
  const { code, reason } = (event ?? {}) as { code?: number; reason?: string };
  const isSession = code === 4401 || code === 4403;
  return new ApiError(
    isSession ? 'UNAUTHENTICATED' : 'NETWORK',
    `The live connection closed (${[code, reason].filter(Boolean).join(' ')}).`,
  );
}

/** The sink gets GraphQL errors, a close event, an error event of the socket, or what `connectionParams` threw. */
function failure(error: unknown): ApiError {
  if (Array.isArray(error)) return fromWire(error);
  if (error instanceof ApiError) return error;
  if (error instanceof Error) return new ApiError('NETWORK', error.message);
  return new ApiError('NETWORK', 'The live connection could not be opened.');
}
