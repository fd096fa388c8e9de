// Prints a subscription's changes, a line of JSON each, and misses none: begun again, or cut off, it goes on after the last one that it
// printed. The shortest honest client; src/live/follow.ts is the one to copy into a page.
//
//   SWITCHBOARD_API_KEY=sbk_… node scripts/watch.js [--cursor FILE] [FILE.graphql]
//
//   SWITCHBOARD_URL   where the server is; http://127.0.0.1:8080
//   --cursor FILE     where the place of the last change is kept; without it, what comes from now on is told
//   FILE.graphql      a subscription with the variable `$after: LiveCursor` and the field `cursor`; without it, what happens in queues
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';

const { values, positionals } = parseArgs({
  options: { cursor: { type: 'string' } },
  allowPositionals: true,
});
const url = process.env.SWITCHBOARD_URL ?? 'http://127.0.0.1:8080';
const authorization = `Bearer ${process.env.SWITCHBOARD_API_KEY ?? ''}`;
const subscription =
  positionals[0] === undefined
    ? `subscription Queues($after: LiveCursor) {
         queueChanged(after: $after) { cursor occurredAt what reason queue { name } member { name presence } waitingCall { number } }
       }`
    : readFileSync(positionals[0], 'utf8');

// Who reads has enough: `watch.js | head`.
process.stdout.on('error', () => process.exit());

let cursor = kept();

function kept() {
  try {
    return values.cursor === undefined ? null : readFileSync(values.cursor, 'utf8').trim() || null;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function keep(next) {
  cursor = next;
  if (values.cursor !== undefined) writeFileSync(values.cursor, `${next}\n`);
}

/** Where "now" is: what is committed after this has a later cursor. A dashboard would ask for its state in the same query. */
async function now() {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: '{ liveCursor }' }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data.liveCursor;
}

/** One socket, from its opening to its end. Tells why it ended. */
function follow() {
  return new Promise((end) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    const send = (message) => socket.send(JSON.stringify(message));
    socket.on('open', () => send({ type: 'connection_init', payload: { authorization } }));
    socket.on('message', (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'connection_ack') {
        send({ id: '1', type: 'subscribe', payload: { query: subscription, variables: { after: cursor } } });
      } else if (type === 'ping') {
        send({ type: 'pong' });
      } else if (type === 'next') {
        const [change] = Object.values(payload.data ?? {});
        if (!change) return fail(payload.errors);
        console.log(JSON.stringify(change));
        keep(change.cursor);
      } else if (type === 'error') {
        fail(payload);
      }
    });
    const fail = (errors) => {
      end({ code: errors[0].extensions?.code, message: errors[0].message });
      socket.close();
    };
    socket.on('close', (code, reason) => end({ code, message: String(reason) }));
    socket.on('error', (error) => end({ code: 'NETWORK', message: error.message }));
  });
}

let seconds = 0.5;
for (;;) {
  const begun = Date.now();
  let reason;
  try {
    if (cursor === null) keep(await now());
    reason = await follow();
  } catch (error) {
    reason = { code: 'NETWORK', message: error.message };
  }
  console.error(`${reason.code} ${reason.message}`);
  // The server no longer has what happened since: what is so now has to be read anew.
  if (reason.code === 'CURSOR_EXPIRED') cursor = null;
  else if (!['NETWORK', 1001, 1005, 1006, 1011, 1012, 1013].includes(reason.code)) process.exit(1);
  seconds = Date.now() - begun > 10_000 ? 0.5 : Math.min(seconds * 2, 15);
  await wait(seconds * 1000 * (0.5 + Math.random() / 2));
}
