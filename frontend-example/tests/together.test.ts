/**
 * Several at work at once: what one does the other sees at once, and a server that restarts in between loses nothing and
 * tells nothing twice. That server is the test's own, a demo with data that stay: `SWITCHBOARD_BINARY` says which.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { apiAs } from './api';
import {
  boardIsLive,
  expectNoFaults,
  launch,
  logIn,
  openPage,
  results,
  runningServer,
  type WatchedPage,
} from './browser';

const binary =
  process.env['SWITCHBOARD_BINARY'] ??
  fileURLToPath(new URL('../../target/debug/switchboard', import.meta.url));

let browser: Browser;
const pages: WatchedPage[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});

async function wallAt(url: string, email: string, password: string): Promise<WatchedPage> {
  const page = await openPage(browser, url);
  pages.push(page);
  await enter(page, url, email, password);
  return page;
}

async function enter(page: WatchedPage, url: string, email: string, password: string): Promise<void> {
  await page.goto(url);
  await logIn(page, email, password);
  await boardIsLive(page);
}

const tile = (page: Page, name: string) =>
  page.locator('.tile').filter({ has: page.getByRole('heading', { name }) });

async function pause(page: Page, name: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: `Pause ${name}`, exact: true }).click();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
}

async function anyoneAtWork(page: Page): Promise<string> {
  const label = await page.locator('.act[aria-label^="Pause "]').first().getAttribute('aria-label');
  return label?.slice('Pause '.length) ?? '';
}

describe('two screens', () => {
  const { url, email, password } = runningServer();

  it('see what is done on the other, both ways', async () => {
    const one = await wallAt(url, email, password);
    const other = await wallAt(url, 'admin@demo.example', password);
    const name = await anyoneAtWork(one);

    await pause(one, name, 'Seen on both');
    await tile(other, name).getByText('Seen on both').waitFor();
    await other.getByRole('button', { name: `Resume ${name}`, exact: true }).click();

    await tile(one, name).getByText('Seen on both').waitFor({ state: 'detached' });
    expectNoFaults(one, other);
  });
});

describe('a server that restarts', () => {
  const data = mkdtempSync(join(tmpdir(), 'switchboard-together-'));
  let server: ChildProcess | null = null;

  const start = async (port: number) => {
    server = spawn(binary, ['demo', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}`;
    const isReady = async () => {
      if (server?.exitCode !== null) throw new Error(`${binary} ended with ${String(server?.exitCode)}.`);
      return (await fetch(`${url}/health/ready`).catch(() => null))?.ok ?? false;
    };
    await expect.poll(isReady, { timeout: 90_000, interval: 250 }).toBe(true);
    return url;
  };
  const stop = async () => {
    const running = server;
    server = null;
    if (running === null || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await ended;
  };
  afterAll(async () => {
    await stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('leaves no change out and tells none twice', { timeout: 300_000 }, async () => {
    if (!existsSync(binary))
      throw new Error(`There is no ${binary}: build it, or name it in SWITCHBOARD_BINARY.`);
    const port = await freePort();
    const url = await start(port);
    const { password } = runningServer();
    const wall = await openPage(browser, url);
    pages.push(wall);
    const told = cursorsToldTo(wall);
    await enter(wall, url, 'coordinator@demo.example', password);
    const name = await anyoneAtWork(wall);
    await pause(wall, name, 'Before the restart');
    await tile(wall, name).getByText('Before the restart').waitFor();

    await stop();
    await wall.getByText(/Connection to the server lost/).waitFor({ timeout: 60_000 });
    await wall.screenshot({ path: `${results}together-lost.png` });
    await start(port);
    // What happens before the wall is back is not told to it by hand: it asks for what it has missed.
    const other = await wallAt(url, 'admin@demo.example', password);
    await boardIsLive(wall);

    await tile(wall, name).getByText('Before the restart').waitFor();
    await other.getByRole('button', { name: `Resume ${name}`, exact: true }).click();
    await tile(wall, name).getByText('Before the restart').waitFor({ state: 'detached', timeout: 60_000 });
    expect(await tile(wall, name).count()).toBe(1);
    await wall.screenshot({ path: `${results}together-back.png` });
    // Every change that the wall was told, over both of its connections, against what the server kept of them.
    const heard = [...told];
    expect(heard.length).toBeGreaterThan(2);
    expect(await changesAfter(url, heard[0] ?? '', heard.at(-1) ?? '', password)).toEqual(heard.slice(1));
    expectNoFaults(other);
  });
});

/** Cursors of the changes of queues that a page is told, as its sockets receive them. */
function cursorsToldTo(page: Page): string[] {
  const cursors: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const cursor = (JSON.parse(String(payload)) as Told).payload?.data?.queueChanged?.cursor;
      if (cursor !== undefined) cursors.push(cursor);
    });
  });
  return cursors;
}

interface Told {
  payload?: { data?: { queueChanged?: { cursor: string } } } | null;
}

/** Cursors of the changes after one cursor up to another, as the server tells them to somebody new. */
async function changesAfter(url: string, first: string, last: string, password: string): Promise<string[]> {
  const { token } = await apiAs(url, 'viewer@demo.example', password);
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const cursors: string[] = [];
  const changes = client.iterate<{ queueChanged: { cursor: string } }>({
    query: 'subscription($after: LiveCursor) { queueChanged(after: $after) { cursor } }',
    variables: { after: first },
  });
  for await (const { data: told, errors } of changes) {
    if (told == null) throw new Error(JSON.stringify(errors));
    cursors.push(told.queueChanged.cursor);
    if (told.queueChanged.cursor === last) break;
  }
  await client.dispose();
  return cursors;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
