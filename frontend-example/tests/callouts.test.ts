/** Callouts as whoever runs them does: made, filled, started, watched, paused, stopped, called again. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accessible,
  boardIsLive,
  expectNoFaults,
  launch,
  logIn,
  openPage,
  openView,
  results,
  runningServer,
  type WatchedPage,
} from './browser';

describe('callouts', () => {
  const { url, email, password } = runningServer();
  let browser: Browser;
  let page: WatchedPage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await openPage(browser, url, { viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await logIn(page, email, password);
    await boardIsLive(page);
    await openView(page, 'Callouts');
  });
  afterEach(() => page.context().close());

  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const action = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
  const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

  it('are made, filled after a look at who would be skipped, run, paused and stopped', async () => {
    const name = `Reminder ${Date.now()}`;
    await action('New callout').click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Text', { exact: true }).fill('The assembly begins at six.');
    await page.getByLabel('Calls a second').fill('5');
    await page.getByLabel('From', { exact: true }).fill('00:00');
    await page.getByLabel('Until', { exact: true }).fill('00:00');
    await inDialog('Create').click();
    await heading(name).waitFor();
    await page.locator('.tag', { hasText: 'Draft' }).waitFor();

    await action('Add contacts').click();
    await page.getByLabel('Field').fill('group');
    await page.getByLabel('Value').fill('interested');
    await page.getByText('75 contacts match').waitFor();
    await page.getByText(/will be skipped/).waitFor();
    await page.getByText(/do not call: \d/).waitFor();
    await page.screenshot({ path: `${results}callouts-preview.png` });
    await inDialog('Add').click();
    await page.locator('[data-population]', { hasText: '75 of 75' }).waitFor();

    await action('Start').click();
    await page.locator('.tag', { hasText: 'Running' }).waitFor();
    const reached = page.locator('.parts-legend > div', { hasText: /^Reached/ }).locator('dd');
    await expect
      .poll(async () => Number(await reached.textContent()), { timeout: 120_000 })
      .toBeGreaterThan(0);
    await page.screenshot({ path: `${results}callouts-running.png` });
    await action('Pause').click();
    await page.locator('.tag', { hasText: 'Paused' }).waitFor();
    await accessible(page);
    await action('Resume').click();
    await page.locator('.tag', { hasText: 'Running' }).waitFor();
    await action('Stop').click();
    await inDialog('Stop').click();
    await page.locator('.tag', { hasText: 'Stopped' }).waitFor();

    expectNoFaults(page);
  });

  it('tell of one contact what was tried and why it is not called', async () => {
    await page.getByRole('link', { name: 'Would you like to join?' }).click();
    await heading('Would you like to join?').waitFor();

    await page.getByLabel('Status').selectOption('Skipped');
    await page.getByText('Selma Berg').or(page.locator('.people tbody tr').first()).first().waitFor();
    await page.locator('.people tbody .tag', { hasText: 'Skipped' }).first().waitFor();
    await page
      .getByRole('button', { name: /^Attempts: / })
      .first()
      .click();
    await page.getByText('Is not called now:').waitFor();
    await page.screenshot({ path: `${results}callouts-why-not.png` });
    await accessible(page);

    expectNoFaults(page);
  });

  it('give their results as a table', async () => {
    await page.getByRole('link', { name: 'Would you like to join?' }).click();
    await heading('Would you like to join?').waitFor();

    const [file] = await Promise.all([page.waitForEvent('download'), action('Download results').click()]);
    const lines = (await read(await file.createReadStream())).trim().split('\r\n');

    expect(file.suggestedFilename()).toBe('Would you like to join-.csv');
    expect(lines[0]).toContain('number,name,status,attempts');
    expect(lines).toHaveLength(76);
    expectNoFaults(page);
  });

  it('are found again by name and status', async () => {
    await page.getByLabel('Search').fill('would you');
    await page.getByLabel('Status').selectOption('Running');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);

    await page.getByLabel('Search').fill('no such callout');
    await page.getByText('No callouts here yet.').waitFor();
    await page.screenshot({ path: `${results}callouts.png` });
    await accessible(page);

    expectNoFaults(page);
  });
});

async function read(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const part of stream) text += String(part);
  return text;
}
