/** Contacts as an office keeps them: found, added, kept from being called, taken in from a file and given out as one. */
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

describe('contacts', () => {
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
    await openView(page, 'Contacts');
  });
  afterEach(() => page.context().close());

  const row = (name: string) => page.locator('tbody tr').filter({ hasText: name });
  /** Numbers kept for plays and films, another for each run. */
  const numberOf = (n: number) => `+4420794609${String((Date.now() % 9) * 10 + n).padStart(2, '0')}`;

  it('are added, and kept from being called for a reason until somebody says otherwise', async () => {
    const name = `Nora ${Date.now()}`;
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await page.getByRole('dialog').getByLabel('Number', { exact: true }).fill(numberOf(0));
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Name or number').fill(name);
    await row(name).getByText('may be called').waitFor();

    await page.getByRole('button', { name: `Details: ${name}` }).click();
    await page.getByPlaceholder('Why not').fill('Asked us by mail');
    await page.getByRole('button', { name: 'Do not call any more' }).click();
    await page.getByText('Asked us by mail').waitFor();
    await accessible(page);
    await page.screenshot({ path: `${results}contacts-do-not-call.png` });
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await row(name).locator('.tag', { hasText: 'do not call' }).waitFor();
    await page.getByRole('button', { name: `Details: ${name}` }).click();
    await page.getByRole('button', { name: 'May be called again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

    await row(name).getByText('may be called').waitFor();
    expectNoFaults(page);
  });

  it('are found by what is kept beside them, page by page', async () => {
    await page.getByLabel('Field').fill('town');
    await page.getByLabel('Value').fill('Leeds');
    await page.getByText('50 contacts').waitFor();
    const first = await page.locator('tbody th').first().textContent();

    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => page.locator('tbody th').first().textContent()).not.toBe(first);
    expect(await page.locator('tbody tr').count()).toBe(20);
    await page.getByRole('button', { name: 'Previous' }).click();

    await expect.poll(() => page.locator('tbody th').first().textContent()).toBe(first);
    await accessible(page);
    expectNoFaults(page);
  });

  it('come from a file after a look at what becomes of each row, and go out as one', async () => {
    const name = `Olga ${Date.now()}`;
    const table = `Telephone;Who;City\r\n${numberOf(1)};${name};Girona\r\nno number;Nobody;Olot\r\n`;
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByLabel('CSV file').setInputFiles({
      name: 'members.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(table.replaceAll(';', ',')),
    });
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByText('Looked at: nothing is written yet').waitFor();

    await page.getByLabel('Column Telephone').selectOption('Number');
    await page.getByLabel('Column Who').selectOption('Name');
    await page.getByLabel('Column City').selectOption('Field');
    await page.getByLabel('Name of the field City').fill('town');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page
      .locator('tbody tr', { hasText: name })
      .locator('.tag', { hasText: /new|changed/ })
      .waitFor();
    await page.locator('tbody tr', { hasText: 'Nobody' }).locator('.tag', { hasText: 'refused' }).waitFor();
    await accessible(page);
    await page.screenshot({ path: `${results}contacts-import.png` });
    await page.getByRole('button', { name: 'Take over 1 row' }).click();
    await page.getByText('Taken over', { exact: true }).waitFor();
    const [refused] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download refused rows' }).click(),
    ]);
    expect(await read(await refused.createReadStream())).toContain('no number');

    await page.getByRole('link', { name: 'To the contacts' }).click();
    await page.getByLabel('Name or number').fill(name);
    await row(name).getByText('town: Girona').waitFor();
    const [all] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(await read(await all.createReadStream())).toContain(name);
    expectNoFaults(page);
  });
});

async function read(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const part of stream) text += String(part);
  return text;
}
