import { stringifyMessage, type Message, MessageType, parseMessage } from 'graphql-ws';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket, WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { TypedDocumentString } from '../operations/generated';
import type { ApiError } from './error';
import { openLiveSocket } from './socket';

const document = new TypedDocumentString<{ ticked: number }, { after: string }>('subscription { ticked }');

describe('openLiveSocket', () => {
  let server: WebSocketServer;
  let accepted: ServerSocket[];
  let received: Message[];

  beforeEach(async () => {
    accepted = [];
    received = [];
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      accepted.push(socket);
      socket.on('message', (data: Buffer) => {
        const message = parseMessage(data.toString());
        received.push(message);
        if (message.type === MessageType.ConnectionInit) {
          socket.send(stringifyMessage({ type: MessageType.ConnectionAck }));
        }
      });
    });
    await new Promise((listening) => server.once('listening', listening));
  });
  afterEach(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });

  const open = () =>
    openLiveSocket(
      `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async () => 'first-token',
      NodeWebSocket as unknown as typeof WebSocket,
    );
  const observe = () => ({ opened: 0, seen: [] as number[], failures: [] as ApiError[] });
  const observer = (log: ReturnType<typeof observe>) => ({
    open: () => void log.opened++,
    next: ({ ticked }: { ticked: number }) => void log.seen.push(ticked),
    fail: (error: unknown) => void log.failures.push(error as ApiError),
  });
  const subscribed = (count = 1) =>
    vi.waitUntil(() => received.filter(({ type }) => type === MessageType.Subscribe).length === count);
  const lastId = () => (received.findLast(({ type }) => type === MessageType.Subscribe) as { id: string }).id;

  it('sends the token with the connection and delivers what comes', async () => {
    const log = observe();
    open().subscribe(document, { after: 'c1' }, observer(log));
    await subscribed();

    accepted[0]!.send(
      stringifyMessage({ id: lastId(), type: MessageType.Next, payload: { data: { ticked: 1 } } }),
    );
    await vi.waitUntil(() => log.seen.length > 0);

    expect(received[0]).toMatchObject({ payload: { authorization: 'Bearer first-token' } });
    expect(received[1]).toMatchObject({ payload: { variables: { after: 'c1' } } });
    expect(log).toMatchObject({ opened: 1, seen: [1], failures: [] });
  });

  it.each([1000, 1001, 1012, 4403])(
    'fails once when the socket closes with %i, and leaves coming back to others',
    async (code) => {
      const log = observe();
      open().subscribe(document, { after: 'c1' }, observer(log));
      await subscribed();

      accepted[0]!.close(code, 'going');
      await vi.waitUntil(() => log.failures.length > 0);
      const again = observe();
      open().subscribe(document, { after: 'c2' }, observer(again));
      await subscribed(2);

      expect(log.failures).toHaveLength(1);
      expect(log.failures[0]?.code).toBe(code === 4403 ? 'UNAUTHENTICATED' : 'NETWORK');
      expect(accepted).toHaveLength(2);
    },
  );

  it('tells the code of an error the server ends the stream with', async () => {
    const log = observe();
    open().subscribe(document, { after: 'c1' }, observer(log));
    await subscribed();

    const payload = [{ message: 'Too old.', extensions: { code: 'CURSOR_EXPIRED' } }];
    accepted[0]!.send(JSON.stringify({ id: lastId(), type: 'error', payload }));
    await vi.waitUntil(() => log.failures.length > 0);

    expect(log.failures).toMatchObject([{ code: 'CURSOR_EXPIRED', message: 'Too old.' }]);
  });

  it('takes a stream the server completes for one that failed', async () => {
    const log = observe();
    open().subscribe(document, { after: 'c1' }, observer(log));
    await subscribed();

    accepted[0]!.send(stringifyMessage({ id: lastId(), type: MessageType.Complete }));
    await vi.waitUntil(() => log.failures.length > 0);

    expect(log.failures).toMatchObject([{ code: 'NETWORK' }]);
  });

  it('gives the open connection a renewed token in a ping', async () => {
    const socket = open();
    const log = observe();
    socket.subscribe(document, { after: 'c1' }, observer(log));
    await vi.waitUntil(() => log.opened > 0);

    socket.renew('second-token');
    await vi.waitUntil(() => received.some(({ type }) => type === MessageType.Ping));

    expect(received.at(-1)).toEqual({ type: 'ping', payload: { authorization: 'Bearer second-token' } });
    expect(accepted).toHaveLength(1);
  });

  it('says nothing more once it was ended', async () => {
    const log = observe();
    const socket = open();
    const end = socket.subscribe(document, { after: 'c1' }, observer(log));
    await subscribed();
    const id = lastId();

    end();
    accepted[0]!.send(stringifyMessage({ id, type: MessageType.Next, payload: { data: { ticked: 1 } } }));
    await vi.waitUntil(() => received.some(({ type }) => type === MessageType.Complete));
    accepted[0]!.close(1001);
    await vi.waitUntil(() => accepted[0]!.readyState === NodeWebSocket.CLOSED);

    expect(log).toMatchObject({ seen: [], failures: [] });
  });
});
