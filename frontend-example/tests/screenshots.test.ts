/** The pictures of the README, of a running demo. No test: they wait for a moment that is worth showing. */
import type { Browser, Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { boardIsLive, expectNoFaults, launch, logIn, openPage, openView, runningServer } from './browser';
import { openGraphiql, openTab, run, stopAt } from './graphiql';

const pictures = fileURLToPath(new URL('../screenshots/', import.meta.url));
const moment = 300_000;
const { url, email, password } = runningServer();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('takes the wallboard with a team at work', { timeout: 2 * moment }, async () => {
  const wall = await openPage(browser, url, { viewport: { width: 1280, height: 720 } });
  await wall.goto(url);
  await logIn(wall, email, password);
  await boardIsLive(wall);
  await wall.getByRole('link', { name: 'Support' }).click();
  const pause = wall.getByRole('button', { name: 'Pause Hugo Serra' });
  await pause.click();
  await wall.getByLabel('Reason').fill('Lunch');
  await wall.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();

  await expect.poll(() => isLively(wall), { timeout: moment, interval: 250 }).toBe(true);
  await wall.mouse.move(0, 0);
  await wall.screenshot({ path: `${pictures}wallboard.png` });
  await wall.getByRole('button', { name: 'Resume Hugo Serra' }).click();
  await pause.waitFor();

  expectNoFaults(wall);
  await wall.context().close();
});

it('takes a callout on its way', { timeout: 2 * moment }, async () => {
  const page = await openPage(browser, url, { viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await logIn(page, email, password);
  await boardIsLive(page);
  await openView(page, 'Callouts');
  await page.locator('tbody tr', { hasText: 'Running' }).getByRole('link').first().click();

  // Some were reached, some are to be called again, and the chart has a few minutes to show.
  const count = (name: string) =>
    page
      .locator('.parts-legend > div', { hasText: new RegExp(`^${name}`) })
      .locator('dd')
      .textContent();
  await expect
    .poll(async () => Number(await count('Reached')) > 60 && Number(await count('Called again later')) > 2, {
      timeout: moment,
    })
    .toBe(true);
  await page.locator('.people tbody tr').first().waitFor();
  await page.screenshot({ path: `${pictures}callout.png` });

  expectNoFaults(page);
  await page.context().close();
});

it('takes GraphiQL with a subscription', { timeout: 2 * moment }, async () => {
  const graphiql = await openPage(browser, url, { viewport: { width: 1280, height: 800 } });
  await openGraphiql(graphiql, url);
  await openTab(graphiql, 'LogIn');
  await run(graphiql, { email, password });
  await graphiql.getByRole('button', { name: 'Forget session' }).waitFor();

  await openTab(graphiql, 'QueueChanged');
  await run(graphiql);
  await stopAt(graphiql, ['CALL_JOINED', '"number": "+']);
  await graphiql.screenshot({ path: `${pictures}graphiql.png` });

  expectNoFaults(graphiql);
  await graphiql.context().close();
});

/** Somebody waits, and of the agents some talk, some are free, one pauses and one is rung. */
async function isLively(wall: Page): Promise<boolean> {
  const states = await wall
    .locator('.tile')
    .evaluateAll((tiles) => tiles.map(({ dataset }) => dataset['presence']));
  const count = (wanted: string) => states.filter((state) => state === wanted).length;
  const isMixed =
    count('ON_CALL') >= 3 && count('AVAILABLE') >= 1 && count('PAUSED') >= 1 && count('RINGING') >= 1;
  return isMixed && (await wall.locator('.caller').count()) >= 1;
}
