/** A coordinator keeps a calendar: an event by a rule, one of its occurrences moved, held back, called off. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localTime } from '../src/dates/zone';
import { addDays, mondayOf } from '../src/timetable/week';
import { type Api, apiAs } from './api';
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
/** What no view is for is made by the API; logged in once. */
let api: Promise<Api> | null = null;
const ask = async <Data>(query: string, variables: Record<string, unknown>): Promise<Data> =>
  (await (api ??= apiAs(url, email, password))).ask<Data>(query, variables);
/** Two weeks ahead: within what is made of occurrences, and none of them begins meanwhile. */
const monday = addDays(mondayOf(new Date().toISOString().slice(0, 10)), 14);

/** A flow that says something, sealed, so that calls can be led by it; its name. */
async function sealedFlow(name: string): Promise<string> {
  const words = [{ language: 'en', heard: { say: 'This is a reminder.' } }];
  const document = {
    languages: ['en'],
    start: 'bye',
    nodes: [{ id: 'bye', does: { hangUp: { words } }, branches: [] }],
  };
  const { flowCreate } = await ask<{ flowCreate: { flow: { id: string; version: number } } }>(
    'mutation ($input: FlowCreateInput!) { flowCreate(input: $input) { flow { id version } } }',
    { input: { name, document } },
  );
  await ask(
    'mutation ($id: ID!, $version: Int!) { flowSeal(id: $id, version: $version) { userErrors { message } } }',
    {
      ...flowCreate.flow,
    },
  );
  return name;
}

describe('a calendar', () => {
  let browser: Browser;
  let page: WatchedPage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await openPage(browser, url, {
      viewport: { width: 1440, height: 900 },
      timezoneId: 'Europe/Madrid',
    });
    await page.goto(url);
    await logIn(page, email, password);
    await openView(page, 'Calendar');
  });
  afterEach(() => page.context().close());

  const newCalendar = async (name: string) => {
    await page.getByRole('button', { name: 'New calendar' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByLabel('Whose').locator('option').first().waitFor({ state: 'attached' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const choice = page.getByRole('combobox', { name: 'Calendar' });
    await choice.locator('option', { hasText: name }).waitFor({ state: 'attached' });
    await choice.selectOption({ label: name });
  };
  /** Every Monday and Thursday at half past nine, from that Monday on. */
  const newEvent = async (title: string) => {
    await page.getByRole('button', { name: 'New event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByLabel('Begins').fill(`${monday}T09:30`);
    await dialog.getByRole('combobox', { name: 'When again' }).selectOption({ label: 'Weekly' });
    await dialog.getByText('Thu', { exact: true }).click();
    await expect.poll(() => dialog.locator('.next-ten li').count(), { timeout: 20_000 }).toBe(10);
    await dialog.getByText('FREQ=WEEKLY;BYDAY=MO,TH').waitFor();
    await page.screenshot({ path: `${results}calendar-event.png` });
    await accessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  const openWeek = () =>
    page.goto(`${page.url().replace(/span=\w+|date=[\d-]+/g, '')}&span=week&date=${monday}`);

  it('has an event by a rule, and its occurrences are moved, held back and called off alone', async () => {
    await newCalendar(`Visits ${Date.now()}`);
    await newEvent('Round of visits');
    await openWeek();
    const occurrences = page.getByRole('button', { name: /Round of visits/ });
    await expect.poll(() => occurrences.count(), { timeout: 30_000 }).toBe(2);
    const other = await openPage(browser, url, { timezoneId: 'Europe/Madrid' });
    await other.goto(page.url());
    await logIn(other, email, password);
    await expect
      .poll(() => other.getByRole('button', { name: /Round of visits/ }).count(), { timeout: 30_000 })
      .toBe(2);

    await occurrences.first().click();
    await page.getByLabel('Begins at').fill(`${addDays(monday, 1)}T11:00`);
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByText('Moved; was to be').waitFor();
    await other.getByRole('button', { name: /11:00 Round of visits/ }).waitFor({ timeout: 30_000 });

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.locator('.occurrence-details').getByText('Paused', { exact: true }).waitFor();
    await page.screenshot({ path: `${results}calendar-week.png` });
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.locator('.occurrence-details').getByText('To come', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Call off', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Call off', exact: true }).click();
    await page.locator('.occurrence-details').getByText('Canceled', { exact: true }).waitFor();
    await page.getByText('this one alone').waitFor();
    expectNoFaults(page, other);
    await other.context().close();
  });

  it('has an event that is changed, and called off as a whole', async () => {
    await newCalendar(`Rounds ${Date.now()}`);
    await newEvent('Evening round');
    await openWeek();
    await page
      .getByRole('button', { name: /Evening round/ })
      .first()
      .click();

    await page.getByRole('button', { name: 'Edit event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Morning round');
    await dialog.getByRole('combobox', { name: 'When again' }).selectOption({ label: 'Daily' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    const changed = page.getByRole('button', { name: /Morning round/ });
    await expect.poll(() => changed.count(), { timeout: 30_000 }).toBe(7);

    await changed.nth(2).click();
    await page.getByRole('button', { name: 'Call off event' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Call off event' }).click();
    await expect
      .poll(() => page.locator('.occurrence[data-state="CANCELED"]').count(), { timeout: 30_000 })
      .toBe(7);
    expectNoFaults(page);
  });

  it('reminds somebody by a call, and tells how that went', async () => {
    const flow = await sealedFlow(`Reminder ${Date.now()}`);
    await newCalendar(`Alarms ${Date.now()}`);
    await page.getByRole('button', { name: 'New event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Check-up');
    // Soon: the reminder of ten minutes before is due at once, and not too late.
    const start = localTime(Date.now() + 240_000, 'Europe/Madrid');
    await dialog.getByLabel('Begins').fill(start);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.goto(`${page.url().replace(/date=[\d-]+/, '')}&span=day&date=${start.slice(0, 10)}`);
    await page.getByRole('button', { name: /Check-up/ }).click();
    await page.getByText('Nobody is reminded of it.').waitFor();

    await page.getByRole('button', { name: 'Add an alarm' }).click();
    await dialog.getByLabel('Name').fill('By telephone');
    await dialog.getByLabel('Minutes before it begins').fill('10');
    await dialog.getByLabel('Number with country code').fill('+44 113 496 0000');
    await dialog.getByLabel('Flow').locator('option', { hasText: flow }).waitFor({ state: 'attached' });
    await dialog.getByLabel('Flow').selectOption({ label: flow });
    await page.screenshot({ path: `${results}calendar-alarm.png` });
    await accessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.locator('.timeline [data-kind="call"]').first().waitFor({ timeout: 120_000 });
    await page.screenshot({ path: `${results}calendar-reminder.png` });
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByRole('button', { name: 'Turn on' }).waitFor();
    expectNoFaults(page);
  });

  it('says what is wrong with a rule, before anything is saved', async () => {
    await newCalendar(`Rules ${Date.now()}`);
    await page.getByRole('button', { name: 'New event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'When again' }).selectOption({ label: 'Own rule' });

    await dialog.getByLabel('Rule by RFC 5545').fill('FREQ=SOMETIMES');

    await dialog.locator('.next-ten').getByRole('alert').waitFor();
    expectNoFaults(page);
  });

  it.each(['light', 'dark'] as const)('can be used by everybody, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await newCalendar(`Month ${colorScheme} ${Date.now()}`);
    await newEvent('Team meeting');
    await page.goto(`${url}/calendar?date=${monday}`);
    await page
      .getByRole('button', { name: /Team meeting/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Edit event' }).waitFor();

    await page.screenshot({ path: `${results}calendar-month-${colorScheme}.png` });
    await accessible(page);
    expectNoFaults(page);
  });
});
