/** A coordinator says when somebody cannot be on duty, and decides what a person carries in a draft. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, mondayOf } from '../src/timetable/week';
import {
  accessible,
  expectNoFaults,
  launch,
  logIn,
  openPage,
  openView,
  results,
  runningServer,
  type WatchedPage,
} from './browser';

const { url, email, password } = runningServer();

describe('busy times and loads', () => {
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
    await openView(page, 'Busy and load');
  });
  afterEach(() => page.context().close());

  it('adds what is every week, changes it to one day off, and removes it; another browser sees it', async () => {
    const other = await openPage(browser, url);
    await other.goto(`${url}/busy`);
    await logIn(other, email, password);
    for (const each of [page, other]) await each.getByRole('button', { name: /Hugo Serra/ }).click();
    const reason = `Choir ${Date.now()}`;
    const dialog = page.getByRole('dialog');

    await page.getByRole('button', { name: 'Add a busy time' }).click();
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByLabel('Weekday').selectOption('THURSDAY');
    await dialog.getByLabel('The whole day').uncheck();
    await dialog.getByLabel('From').fill('17:00');
    await dialog.getByLabel('Until').fill('19:30');
    await dialog.getByLabel('Would rather not').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: new RegExp(reason) });
    await row.getByText('Would rather not').waitFor();
    await row.getByText('17:00–19:30').waitFor();
    await other.getByRole('cell', { name: reason, exact: true }).waitFor({ timeout: 30_000 });

    await row.getByRole('button', { name: `Edit: ${reason}` }).click();
    await dialog.getByLabel('On one day').check();
    await dialog.getByLabel('Day', { exact: true }).fill('2030-05-02');
    await dialog.getByLabel('The whole day').check();
    await dialog.getByLabel('Cannot').check();
    await dialog.getByLabel('A day off').check();
    await page.screenshot({ path: `${results}busy-dialog.png` });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('A day off').waitFor();
    await page.screenshot({ path: `${results}busy.png` });

    await row.getByRole('button', { name: `Remove: ${reason}` }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    expectNoFaults(page, other);
    await other.context().close();
  });

  it('shows what the server refuses', async () => {
    await page.getByRole('button', { name: 'Add a busy time' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Backwards');
    await dialog.getByLabel('The whole day').uncheck();
    await dialog.getByLabel('From').fill('12:00');
    await dialog.getByLabel('Until').fill('11:00');

    await dialog.getByRole('button', { name: 'Save' }).click();

    await dialog.getByRole('alert').waitFor();
    expectNoFaults(page);
  });

  it('decides the load of somebody in a draft, and lets it be found again', async () => {
    const week = addDays(mondayOf(new Date().toISOString().slice(0, 10)), 7 * 25);
    await page.goto(`${url}/timetable?week=${week}`);
    const make = page.getByRole('button', { name: 'Make a draft' });
    await make.or(page.getByRole('button', { name: 'Discard draft' })).waitFor();
    if (await make.isVisible()) await make.click();
    await page.locator('.turn').first().waitFor();
    await page.goto(`${url}/busy?tab=loads&week=${week}`);

    const load = page.getByLabel('Load of Hugo Serra', { exact: true });
    await load.fill('3');
    await page.getByRole('button', { name: 'Decide' }).click();
    const row = page.getByRole('row', { name: /Hugo Serra/ });
    await row.getByText('decided').waitFor();
    await page.screenshot({ path: `${results}busy-loads.png` });
    await accessible(page);

    await row.getByRole('button', { name: 'Find the load of Hugo Serra again' }).click();
    await row.getByText('found').waitFor();
    await expect.poll(() => load.inputValue(), { timeout: 30_000 }).not.toBe('3');
    expectNoFaults(page);
  });

  it.each(['light', 'dark'] as const)('can be used by everybody, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.locator('.busy-person').first().click();
    await page.locator('.typical-block').first().waitFor();

    await accessible(page);
    await page.getByRole('button', { name: 'Add a busy time' }).click();
    await accessible(page);
    expectNoFaults(page);
  });
});
