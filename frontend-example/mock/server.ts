/** The pretended API over HTTP and graphql-transport-ws, and the built page beside it under a strict policy. */
import { buildSchema, execute, graphql, GraphQLError, parse, subscribe, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Role } from '../src/operations/generated';
import type { MockTeam } from './team';

export interface MockServer {
  url: string;
  /** Bodies of requests and messages of sockets, in order. */
  received: string[];
  /** Closes every socket with this code, as a restart or a proxy would. */
  dropSockets(code: number): void;
  close(): Promise<void>;
}

export interface MockOptions {
  root: string;
  schemaPath: string;
  role?: Role;
  /** Person of the signed-in user. */
  personId?: string;
  tokenSeconds?: number;
  /** Whether the first waiting call rings at that person's phone. */
  rings?: boolean;
  port?: number;
}

/** What the wallboard runs under; GraphiQL's editor writes style elements. */
export const policies = {
  wallboard:
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  graphiql:
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
};

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

export async function startMockServer(team: MockTeam, options: MockOptions): Promise<MockServer> {
  const {
    root,
    schemaPath,
    role = 'COORDINATOR',
    personId = 'per_3',
    tokenSeconds = 900,
    rings = false,
    port = 0,
  } = options;
  const schema = buildSchema(readFileSync(schemaPath, 'utf8'));
  let issued = 0;

  const session = () => ({
    accessToken: `access-${++issued}`,
    accessTokenExpiresAt: new Date(Date.now() + tokenSeconds * 1_000).toISOString(),
    refreshToken: `refresh-${issued}`,
    refreshTokenExpiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const member = (id: string) =>
    team.queues.flatMap(({ members }) => members).find(({ person }) => person?.id === id);
  const refusal = (code: string, message: string, path: string[] | null = null) => ({
    userErrors: [{ code, message, path }],
  });

  const rootValue = {
    logIn: ({ password }: { password: string }) =>
      password === 'wrong'
        ? { session: null, ...refusal('INVALID', 'E-mail or password is wrong.') }
        : { session: session(), userErrors: [] },
    sessionRefresh: () => ({ session: session(), userErrors: [] }),
    logOut: () => ({ userErrors: [] }),
    viewer: () => ({
      role,
      account: { id: 'acc_1', name: 'Example' },
      user: { id: 'usr_1', email: 'marta@example.org' },
      person: { id: personId, name: member(personId)?.name ?? 'Marta Coll' },
    }),
    liveCursor: () => team.cursor,
    queues: () => ({
      nodes: team.queues.map(({ members, waiting, counters, stale, ...queue }) => ({
        ...queue,
        state: { stale, counters: { ...counters, waiting: waiting.length }, members, waiting },
      })),
      pageInfo: { hasNextPage: false, endCursor: null },
    }),
    person: ({ id }: { id: string }) => ({ id, currentCall: null }),
    persons: () => ({
      nodes: [
        ...team.support.members.map(({ person, extension }) => ({ ...person, extension })),
        { id: 'per_99', name: 'Pere Nou', extension: '299' },
      ],
    }),
    contactByNumber: () => null,
    calls: () => ({ nodes: [] }),
    queueMemberAdd: () => {
      team.add(team.support, { id: 'per_99', name: 'Pere Nou' });
      return { userErrors: [] };
    },
    queueMemberRemove: (asked: { personId: string }) => {
      const found = team.support.members.find(({ person }) => person?.id === asked.personId);
      if (found !== undefined) team.remove(team.support, found);
      return { userErrors: [] };
    },
    queueMemberPause: (asked: { personId: string; queueId?: string; reason: string }) => {
      if (team.support.stale) return refusal('PROVIDER_UNAVAILABLE', 'Asterisk cannot be reached.');
      if (asked.reason.length > 40) return refusal('INVALID', 'At most 40 characters.', ['reason']);
      for (const queue of team.queues.filter(({ id }) => asked.queueId == null || id === asked.queueId)) {
        for (const found of queue.members.filter(({ person }) => person?.id === asked.personId)) {
          team.pause(queue, found, asked.reason);
        }
      }
      return { userErrors: [] };
    },
    queueMemberResume: (asked: { personId: string; queueId?: string }) => {
      if (team.support.stale) return refusal('PROVIDER_UNAVAILABLE', 'Asterisk cannot be reached.');
      for (const queue of team.queues.filter(({ id }) => asked.queueId == null || id === asked.queueId)) {
        for (const found of queue.members.filter(({ person }) => person?.id === asked.personId)) {
          team.resume(queue, found);
        }
      }
      return { userErrors: [] };
    },
  };

  const end = new AbortController();
  async function* queueChanges(after: string) {
    for await (const change of team.changes(after, end.signal)) {
      const waiting = team.queues.find(({ id }) => id === change.nodeId)?.waiting.length ?? 0;
      const counters = change.counters && { ...change.counters, waiting };
      yield { queueChanged: { ...change, counters, actor: { kind: 'PROVIDER', name: 'Asterisk' } } };
    }
  }
  const streams = {
    queueChanged({ after = team.cursor }: { after?: string }) {
      if (Number(after.slice(1)) >= team.prunedTo) return queueChanges(after);
      throw new GraphQLError('The cursor has expired.', { extensions: { code: 'CURSOR_EXPIRED' } });
    },
    async *incomingCall() {
      const ringing = rings ? team.support.waiting[0] : undefined;
      if (ringing === undefined) return;
      const { callId, number, name, withheld, since } = ringing;
      const call = {
        id: callId,
        status: 'WAITING',
        from: number,
        fromName: name,
        withheld,
        startedAt: since,
        queue: { id: team.support.id, name: team.support.name },
        legs: [{ id: 'leg_1', state: 'RINGING', person: { id: personId } }],
      };
      yield {
        incomingCall: { cursor: 'c1', kind: 'CREATED', nodeId: callId, queue: call.queue, call },
      };
      await new Promise((resolve) => end.signal.addEventListener('abort', resolve));
    },
    async *callChanged({ after = team.cursor }: { after?: string }) {
      for await (const { cursor, what, callId } of team.changes(after, end.signal)) {
        if (what === 'CALL_LEFT')
          yield { callChanged: { cursor, kind: 'UPDATED', nodeId: callId, call: null } };
      }
    },
  };

  const received: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/graphql') void answer(request, response);
    else serveFile(root, request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const part of request) text += String(part);
    received.push(text);
    const { query, variables } = JSON.parse(text) as { query: string; variables?: Record<string, unknown> };
    const result = await graphql({ schema, source: query, rootValue, variableValues: variables ?? {} });
    response.setHeader('content-type', 'application/graphql-response+json');
    response.end(JSON.stringify(result));
  };

  const sockets = new Set<WebSocket>();
  const live = new WebSocketServer({ server, path: '/graphql' });
  live.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('message', (data: Buffer) => received.push(data.toString()));
    socket.on('close', () => sockets.delete(socket));
  });
  useServer(
    {
      schema,
      // Named here because a test runner may load a second copy of the package for the library.
      parse,
      validate,
      execute,
      subscribe,
      roots: { subscription: streams },
      onConnect: ({ connectionParams }) =>
        String(connectionParams?.['authorization']).startsWith('Bearer access-'),
    },
    live,
  );

  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    dropSockets: (code) => sockets.forEach((socket) => socket.close(code)),
    close: async () => {
      end.abort();
      sockets.forEach((socket) => socket.terminate());
      live.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function serveFile(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const named = join(root, pathname);
  const path = existsSync(named) && statSync(named).isDirectory() ? join(named, 'index.html') : named;
  if (!path.startsWith(root) || !existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  const policy = pathname.startsWith('/graphiql') ? policies.graphiql : policies.wallboard;
  response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
  response.setHeader('content-security-policy', policy);
  response.end(readFileSync(path));
}
