/** What the page shows on days a demo does not have: against the pretended server, under the strict policy. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMockServer, type MockOptions, type MockServer } from '../mock/server';
import { MockTeam } from '../mock/team';
import { answerWith, openGraphiql, openTab, run } from './graphiql';
import {
  accessible,
  boardIsLive,
  expectNoFaults,
  launch,
  logIn,
  openPage,
  results,
  type WatchedPage,
} from './browser';

const root = fileURLToPath(new URL('../dist', import.meta.url));
const schemaPath =
  process.env['SWITCHBOARD_SCHEMA'] ?? fileURLToPath(new URL('../../schema.graphql', import.meta.url));

describe('the wallboard', () => {
  let browser: Browser;
  let team: MockTeam;
  let server: MockServer;
  let page: WatchedPage;

  beforeAll(async () => {
    if (!existsSync(`${root}/index.html`)) throw new Error('There is no dist/: run `npm run build` first.');
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(() => {
    team = new MockTeam(60);
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });

  const open = async (options: Partial<MockOptions> = {}, context: BrowserContextOptions = {}) => {
    server = await startMockServer(team, { root, schemaPath, ...options });
    page = await openPage(browser, server.url, context);
    await page.goto(server.url);
    await logIn(page, 'marta@example.org', 'right');
    await boardIsLive(page);
  };
  const member = (index: number) => team.support.members[index]!;
  const tile = (index: number) => page.locator(`[data-member="${member(index).id}"]`);
  /** What stands on the tiles, and what should. */
  const shown = () =>
    page
      .locator('.tile')
      .evaluateAll((tiles) =>
        Object.fromEntries(
          tiles.map(({ dataset }) => [dataset['member'] ?? '', dataset['presence']] as const),
        ),
      );
  const expected = () => Object.fromEntries(team.support.members.map(({ id, presence }) => [id, presence]));

  it.each(['light', 'dark'] as const)(
    'shows sixty agents on one wall screen, accessibly, %s',
    async (colorScheme) => {
      await open({}, { colorScheme });
      for (let n = 0; n < 60; n++) team.step();
      await expect.poll(shown).toEqual(expected());

      await page.screenshot({ path: `${results}wallboard-60-${colorScheme}.png` });
      const height = await page.evaluate(() => document.documentElement.scrollHeight);

      await accessible(page);
      expect(height).toBeLessThanOrEqual(1080);
      expect(await page.locator('.tile').count()).toBe(60);
      expectNoFaults(page);
    },
  );

  it('says so, with the age, while the provider cannot be heard', async () => {
    await open();

    team.link(false);
    await page.getByText('No link to Asterisk.').waitFor();
    await page.locator('.banner .age', { hasText: '0:02' }).waitFor();
    await page.screenshot({ path: `${results}wallboard-stale.png` });
    team.link(true);
    await page.getByText('No link to Asterisk.').waitFor({ state: 'detached' });

    expectNoFaults(page);
  });

  it.each([1000, 1012])('misses and repeats nothing when its socket closes with %i', async (code) => {
    await open();

    for (let round = 0; round < 3; round++) {
      server.dropSockets(code);
      for (let n = 0; n < 40; n++) team.step();
      await page.locator('.live-mark.is-live').waitFor();
    }

    await expect.poll(shown).toEqual(expected());
    const numbers = page.locator('.caller .position');
    await expect.poll(() => numbers.count()).toBe(team.support.waiting.length);
    expect(server.received.filter((text) => text.includes('query Board'))).toHaveLength(1);
    expectNoFaults(page);
  });

  it('starts again from a snapshot when its cursor has expired', async () => {
    await open();

    server.dropSockets(1012);
    for (let n = 0; n < 40; n++) team.step();
    team.prunedTo = team.log.length;

    await expect.poll(shown, { timeout: 15_000 }).toEqual(expected());
    expectNoFaults(page);
  });

  it('pauses with a reason by the keyboard alone', async () => {
    await open();
    await page.getByRole('button', { name: `Pause ${member(1).name}` }).focus();

    await page.keyboard.press('Enter');
    await page.keyboard.type('Dentist');
    await page.screenshot({ path: `${results}wallboard-pause.png` });
    await page.keyboard.press('Enter');

    await tile(1).getByText('Paused').waitFor();
    await tile(1).getByText('Dentist').waitFor();
    expect(await page.locator('dialog').count()).toBe(0);
    expectNoFaults(page);
  });

  it('shows what the server refuses where it belongs', async () => {
    await open();
    await page.getByRole('button', { name: `Pause ${member(1).name}` }).click();
    const submit = page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true });

    await submit.click();
    await page.locator('#pause-reason-error', { hasText: 'Say why' }).waitFor();
    await page.getByLabel('Reason').fill('A reason that is quite a bit longer than it may be');
    await submit.click();
    await page.locator('#pause-reason-error', { hasText: 'At most 40 characters.' }).waitFor();
    team.link(false);
    await submit.click();
    await page.getByRole('dialog').locator('p.error', { hasText: 'Asterisk cannot be reached.' }).waitFor();
    await page.keyboard.press('Escape');
    team.link(true);
    team.pause(team.support, member(2), 'Lunch');
    await page.getByRole('button', { name: `Resume ${member(2).name}` }).waitFor();
    team.link(false);
    await page.getByRole('button', { name: `Resume ${member(2).name}` }).click();

    await tile(2).getByText('Asterisk cannot be reached.').waitFor();
    expectNoFaults(page);
  });

  it.each([
    ['VIEWER', 0],
    ['AGENT', 1],
    ['COORDINATOR', 60],
  ] as const)('offers a %s %i buttons', async (role, count) => {
    await open({ role, personId: 'per_3' });

    expect(await page.locator('.tile .act:not(.is-rare)').count()).toBe(count);
    expect(await tile(3).locator('.act:not(.is-rare)').count()).toBe(count === 0 ? 0 : 1);
  });

  it('lets a supervisor take somebody in and out', async () => {
    await open();

    await page.getByRole('button', { name: 'Add an agent' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('[data-member="qme_per_99"]').waitFor();
    await page.getByRole('button', { name: 'Remove Pere Nou' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();

    await page.locator('[data-member="qme_per_99"]').waitFor({ state: 'detached' });
    expect(await page.locator('dialog').count()).toBe(0);
    expectNoFaults(page);
  });

  it('fills a wall with the board alone, also after a restart', async () => {
    await open();

    await page.getByRole('button', { name: 'Full screen' }).click();
    await page.getByRole('navigation', { name: 'Menu' }).waitFor({ state: 'detached' });
    await page.reload();
    await boardIsLive(page);
    await page.screenshot({ path: `${results}wallboard-wall.png` });
    expect(await page.getByRole('navigation', { name: 'Menu' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Close' }).click();

    await page.getByRole('navigation', { name: 'Menu' }).waitFor();
    expectNoFaults(page);
  });

  it('speaks another language at once, and keeps it', async () => {
    await open();

    await page.getByLabel('Language').selectOption('ru');
    await page.getByRole('heading', { name: /^Операторы/ }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: /^Операторы/ }).waitFor();

    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    await page.screenshot({ path: `${results}wallboard-ru.png` });
    await accessible(page);
    expectNoFaults(page);
  });

  it("shows who rings at the signed-in person's phone", async () => {
    team.support.waiting = [];
    team.join(team.support);
    const call = team.support.waiting[0]!;
    call.ringing = [{ id: 'per_3', name: member(3).name }];
    await open({ rings: true, personId: 'per_3' });

    await page.locator('.incoming').getByText(call.number!).waitFor();
    await page.screenshot({ path: `${results}wallboard-incoming.png` });
    team.leave(team.support, call, 'answered');
    await page.locator('.incoming').waitFor({ state: 'detached' });

    expectNoFaults(page);
  });

  it('gives the open socket its renewed token', async () => {
    await open({ tokenSeconds: 14 });

    await expect
      .poll(
        () => server.received.filter((text) => text.includes('"ping"') && text.includes('authorization')),
        {
          timeout: 20_000,
        },
      )
      .not.toEqual([]);

    expect(server.received.filter((text) => text.includes('connection_init'))).toHaveLength(1);
    expectNoFaults(page);
  });

  it('names nobody whose number is withheld', async () => {
    team.support.waiting = [];
    team.join(team.support);
    Object.assign(team.support.waiting[0]!, { number: '+34972000000', name: 'Ada Puig', withheld: true });

    await open();

    await page.locator('.caller').getByText('Number withheld').waitFor();
    expect(await page.locator('.caller').getByText('Ada Puig').count()).toBe(0);
    expect(await page.getByText('+34972000000').count()).toBe(0);
    expectNoFaults(page);
  });

  it('says what is wrong with a log-in', async () => {
    server = await startMockServer(team, { root, schemaPath });
    page = await openPage(browser, server.url);
    await page.goto(server.url);

    await logIn(page, 'marta@example.org', 'wrong');

    await page.getByRole('alert').getByText('E-mail or password is wrong.').waitFor();
    expectNoFaults(page);
  });

  it('runs GraphiQL under its policy, with worker, log-in and subscription', async () => {
    server = await startMockServer(team, { root, schemaPath });
    page = await openPage(browser, server.url);
    await openGraphiql(page, server.url);

    await openTab(page, 'LogIn');
    await run(page, { email: 'marta@example.org', password: 'right' });
    await answerWith(page, '"accessToken"');
    await openTab(page, 'QueueChanged');
    await run(page);
    await expect
      .poll(() => server.received.some((text) => text.includes('subscription QueueChanged')))
      .toBe(true);
    team.join(team.support);
    await answerWith(page, 'CALL_JOINED');

    expect(server.received.find((text) => text.includes('connection_init'))).toContain('Bearer access-');
    expectNoFaults(page);
  });

  it.each([
    ['phone', 390, 844],
    ['laptop', 1280, 800],
  ] as const)('fits a %s without scrolling sideways', async (name, width, height) => {
    await open({}, { viewport: { width, height } });

    await page.screenshot({ path: `${results}wallboard-${name}.png` });

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
