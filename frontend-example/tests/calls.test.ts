/** The call log, a call of one's own, whoever's telephone rings, and the telephone systems behind it all. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, apiAs } from './api';
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

describe('calls', () => {
  const { url, email, password } = runningServer();
  let browser: Browser;
  let page: WatchedPage;

  const open = async (as = email) => {
    page = await openPage(browser, url, { viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await logIn(page, as, password);
    await boardIsLive(page);
  };

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(() => open());
  afterEach(() => page.context().close());

  it('are found by who took them and how they went, and told telephone by telephone', async () => {
    await openView(page, 'Calls');
    await page.getByLabel('Queue').selectOption('Support');
    await page.getByLabel('Direction').selectOption('Incoming');
    await page.locator('tbody tr').first().waitFor();
    await expect
      .poll(async () => new Set(await page.locator('tbody td:nth-child(6)').allTextContents()))
      .toEqual(new Set(['Support']));

    await page.screenshot({ path: `${results}calls.png` });
    await accessible(page);
    await page
      .getByRole('button', { name: /^Details: / })
      .first()
      .click();
    await page.getByRole('dialog').locator('tbody tr').first().waitFor();
    await page.screenshot({ path: `${results}calls-details.png` });

    expectNoFaults(page);
  });

  it('are placed from here, and hung up', async () => {
    await openView(page, 'Calls');
    await page.getByRole('button', { name: 'Place a call' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Telephone that rings first').selectOption({ label: 'Hugo Serra · 1008' });
    await dialog.getByLabel('Number', { exact: true }).fill('+442079460001');
    await dialog.getByRole('button', { name: 'Call', exact: true }).click();
    await dialog.locator('.placed').waitFor();
    await page.screenshot({ path: `${results}calls-placed.png` });
    // It may be over before somebody gets to hang it up.
    const hangUp = dialog.getByRole('button', { name: 'Hang up' });
    const again = dialog.getByRole('button', { name: 'Another call' });
    await hangUp.or(again).waitFor();
    if (await hangUp.isVisible()) await hangUp.click({ timeout: 10_000 }).catch(() => undefined);

    await again.waitFor({ timeout: 60_000 });
    expectNoFaults(page);
  });

  it('tell whoever’s telephone rings who calls, and nobody else', { timeout: 300_000 }, async () => {
    const other = page;
    const api = await apiAs(url, email, password);
    // The next call to this queue rings at hers: there is nobody else.
    const colleagues = await colleaguesOf(api, 'Ana Ferrer', 'Support');
    for (const id of colleagues) await api.ask(pauseMutation, { id });
    try {
      await open('agent@demo.example');
      await openView(page, 'Callouts');

      const popup = page.getByRole('complementary', { name: 'Your telephone' });
      await popup.locator('.popup-number').waitFor({ timeout: 240_000 });
      await page.screenshot({ path: `${results}popup.png` });

      expect(await other.getByRole('complementary', { name: 'Your telephone' }).count()).toBe(0);
      expectNoFaults(page, other);
      await other.context().close();
    } finally {
      for (const id of colleagues) await api.ask(resumeMutation, { id });
    }
  });

  it('go over telephone systems of which it is told how they are', async () => {
    await openView(page, 'Providers');

    const provider = page.locator('[data-provider]').first();
    await provider.getByText('Up', { exact: true }).waitFor();
    await provider.getByText('What it can do').click();
    await provider.getByText('Place calls').waitFor();
    await page
      .getByText(/\d+ under way/)
      .first()
      .waitFor();
    await page.screenshot({ path: `${results}providers.png` });
    await accessible(page);

    expectNoFaults(page);
  });
});

const pauseMutation =
  'mutation ($id: ID!) { queueMemberPause(personId: $id, reason: "Looked on") { userErrors { message } } }';
const resumeMutation = 'mutation ($id: ID!) { queueMemberResume(personId: $id) { userErrors { message } } }';

/** Ids of the others in a queue who are not paused already. */
async function colleaguesOf(api: Api, name: string, queue: string): Promise<string[]> {
  interface Member {
    paused: unknown;
    person: { id: string; name: string } | null;
  }
  const { queues } = await api.ask<{ queues: { nodes: { name: string; state: { members: Member[] } }[] } }>(
    '{ queues { nodes { name state { members { paused { reason } person { id name } } } } } }',
  );
  const members = queues.nodes.find((each) => each.name === queue)?.state.members ?? [];
  return members.flatMap(({ paused, person }) =>
    person === null || paused !== null || person.name === name ? [] : [person.id],
  );
}
