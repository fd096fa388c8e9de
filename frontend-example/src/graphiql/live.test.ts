import { MessageType, parseMessage, stringifyMessage, type Message } from 'graphql-ws';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket, WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { type LiveOptions, subscribe } from './live';

let server: WebSocketServer;
let accepted: ServerSocket[];
let received: Message[];
let listeners: Set<(token: string) => void>;

beforeEach(async () => {
  [accepted, received, listeners] = [[], [], new Set()];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    accepted.push(socket);
    socket.on('message', (data: Buffer) => {
      const message = parseMessage(data.toString());
      received.push(message);
      if (message.type === MessageType.ConnectionInit) {
        socket.send(stringifyMessage({ type: MessageType.ConnectionAck }));
      }
      if (message.type === MessageType.Subscribe) {
        socket.send(
          stringifyMessage({ id: message.id, type: MessageType.Next, payload: { data: { ticked: 1 } } }),
        );
      }
    });
  });
  await new Promise((listening) => server.once('listening', listening));
});
afterEach(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

const open = (options: Partial<LiveOptions> = {}) =>
  subscribe(
    { query: 'subscription { ticked }' },
    {
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      connectionParams: async () => ({ authorization: 'Bearer first' }),
      renewals: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      webSocketImpl: NodeWebSocket as unknown as typeof WebSocket,
      ...options,
    },
  );
const pings = () => received.filter(({ type }) => type === MessageType.Ping);

it('gives the open socket the token that follows its own', async () => {
  const results = open();
  const first = await results.next();

  for (const listener of listeners) listener('second');
  await vi.waitUntil(() => pings().length > 0);

  expect(first.value).toEqual({ data: { ticked: 1 } });
  expect(received[0]).toMatchObject({ payload: { authorization: 'Bearer first' } });
  expect(pings()).toMatchObject([{ payload: { authorization: 'Bearer second' } }]);
  await results.return?.();
});

it('closes its socket and listens no more when nobody wants its results', async () => {
  const results = open();
  await results.next();
  const next = results.next();

  await results.return?.();

  expect((await next).done).toBe(true);
  await vi.waitUntil(() => accepted[0]?.readyState === NodeWebSocket.CLOSED);
  expect(listeners.size).toBe(0);
});

it('says why the server closed the socket', async () => {
  const results = open({ renewals: null });
  await results.next();
  const next = results.next();

  accepted[0]?.close(4403, 'Session expired');

  await expect(next).rejects.toThrow('The socket was closed (4403 Session expired).');
  expect(accepted).toHaveLength(1);
});
