/** A browser that tolerates nothing: no console error, no uncaught error, no request outside the page's origin. */
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const results = fileURLToPath(new URL('../test-results/', import.meta.url));

export interface WatchedPage extends Page {
  /** What went wrong so far, or went out. */
  faults: string[];
}

/** The server to test, and who logs in. */
export function runningServer(): { url: string; email: string; password: string } {
  const setting = (name: string): string => {
    const value = process.env[name];
    if (value === undefined || value === '')
      throw new Error(`${name} is not set: a running demo, and who logs in.`);
    return value;
  };
  return {
    url: setting('SWITCHBOARD_URL').replace(/\/$/, ''),
    email: setting('SWITCHBOARD_EMAIL'),
    password: setting('SWITCHBOARD_PASSWORD'),
  };
}

export async function launch(): Promise<Browser> {
  mkdirSync(results, { recursive: true });
  return chromium.launch({
    executablePath: process.env['SWITCHBOARD_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of its own session, on a wall screen unless told otherwise. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, ...options });
  const page = Object.assign(await context.newPage(), { faults: [] as string[] });
  const isOutside = (url: string) => {
    const { protocol, host } = new URL(url);
    return protocol !== 'data:' && protocol !== 'blob:' && host !== new URL(origin).host;
  };
  context.on('request', (request) => {
    if (isOutside(request.url())) page.faults.push(`request to ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (isOutside(socket.url())) page.faults.push(`socket to ${socket.url()}`);
  });
  page.on('pageerror', (error) => page.faults.push(`uncaught ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(`console ${message.text()}`);
  });
  return page;
}

export async function logIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** Waits until the board is live and has something on it. */
export async function boardIsLive(page: Page): Promise<void> {
  await page.locator('.live-mark.is-live').waitFor();
  await page.locator('.tile').first().waitFor();
}

/** Reads the page as assistive software does, light and dark, and accepts nothing that would keep somebody from using it. */
export async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => [
        id,
        nodes.slice(0, 3).map(({ html, failureSummary }) => [html, failureSummary]),
      ]),
      colorScheme,
    ).toEqual([]);
  }
}

/** Opens a view by the menu, as somebody does. */
export async function openView(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

export function expectNoFaults(...pages: WatchedPage[]): void {
  expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
}
