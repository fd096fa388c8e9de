/** A coordinator plans a week: drafts, solves, swaps by mouse and by keyboard, compares, undoes, publishes. */
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
/** Nobody else plans that far ahead; a week for each test, so that none waits for another. */
const weekAhead = (weeks: number) => addDays(mondayOf(new Date().toISOString().slice(0, 10)), 7 * weeks);

describe('a week of the rota', () => {
  let browser: Browser;
  let page: WatchedPage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await openPage(browser, url, { viewport: { width: 1440, height: 900 } });
  });
  afterEach(() => page.context().close());

  /** A draft of that week, anew, solved; of a later one where a former run has published it. The Monday. */
  const solvedDraft = async (week: string): Promise<string> => {
    await page.goto(`${url}/timetable?week=${week}`);
    await logIn(page, email, password);
    const make = page.getByRole('button', { name: 'Make a draft' });
    const drop = page.getByRole('button', { name: 'Discard draft' });
    const published = page.locator('.page-head').getByText('Published', { exact: true });
    let monday = week;
    await make.or(drop).or(published).waitFor();
    while (await published.isVisible()) {
      monday = addDays(monday, 7 * 10);
      await page.goto(`${url}/timetable?week=${monday}`);
      await make.or(drop).or(published).waitFor();
    }
    if (await drop.isVisible()) {
      await drop.click();
      await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click();
    }
    await make.click();
    await page.locator('.turn[data-empty]').first().waitFor();
    await page.getByRole('button', { name: 'Solve' }).click();
    await page.locator('.solver').getByText('Solved', { exact: true }).waitFor({ timeout: 90_000 });
    await page.locator('.turn:not([data-empty])').first().waitFor();
    return monday;
  };
  const version = async () =>
    Number((await page.locator('.page-head').innerText()).match(/version (\d+)/)?.[1]);
  const versionIs = (expected: number) => expect.poll(version, { timeout: 30_000 }).toBe(expected);
  /** What speaks against an edit is shown before; it is done all the same. */
  const anywayIfAsked = async (before: number) => {
    const anyway = page.getByRole('button', { name: 'Do it anyway' });
    await expect
      .poll(async () => (await anyway.isVisible()) || (await version()) > before, { timeout: 30_000 })
      .toBe(true);
    if (await anyway.isVisible()) await anyway.click();
    await versionIs(before + 1);
  };

  it('is drafted, solved, swapped with the mouse, compared, undone and published', async () => {
    await solvedDraft(weekAhead(20));
    const before = await version();
    const turns = page.locator('.turn');
    const name = (at: number) => turns.nth(at).locator('.is-full').textContent();
    const names = [await name(0)];

    // Dragged over one after another until one can be swapped with; the price is told on the way.
    const from = (await turns.first().boundingBox())!;
    await page.mouse.move(from.x + 30, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y + 14, { steps: 3 });
    let target = 0;
    for (let at = 4; target === 0 && at < (await turns.count()); at += 5) {
      const over = (await turns.nth(at).boundingBox())!;
      await page.mouse.move(over.x + 30, over.y + 10, { steps: 4 });
      const bar = page.locator('.price-bar');
      await expect
        .poll(() => bar.innerText(), { timeout: 20_000 })
        .toMatch(/[+−±]\d|Not possible|Nothing would/);
      if ((await bar.locator('.price').count()) > 0) target = at;
    }
    expect(target).toBeGreaterThan(0);
    names.push(await name(target));
    await page.screenshot({ path: `${results}timetable-drag.png` });
    await page.mouse.up();
    await anywayIfAsked(before);

    await expect.poll(() => name(0), { timeout: 30_000 }).toBe(names[1]);
    expect(await name(target)).toBe(names[0]);

    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.diff .is-out', { hasText: names[0]! }).first().waitFor();
    await page.screenshot({ path: `${results}timetable-compare.png` });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('dialog').getByText('Swapped').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Undo' }).click();
    await versionIs(before + 2);
    await expect.poll(() => name(0), { timeout: 30_000 }).toBe(names[0]);

    await page.getByRole('button', { name: 'Publish' }).click();
    await page.locator('.page-head').getByText('Published').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: `${results}timetable-print.png` });
    expectNoFaults(page);
  });

  it('is swapped by the keyboard alone, and another browser sees it', async () => {
    const week = await solvedDraft(weekAhead(21));
    const before = await version();
    const other = await openPage(browser, url);
    await other.goto(`${url}/timetable?week=${week}`);
    await logIn(other, email, password);
    const turns = page.locator('.turn');
    await other.locator('.turn').first().waitFor();

    await turns.first().focus();
    await page.keyboard.press('s');
    const bar = page.locator('.price-bar');
    await bar.getByText('taken up').waitFor();
    for (const key of Array.from({ length: 24 }, (_, n) => (n % 4 === 0 ? 'ArrowRight' : 'ArrowDown'))) {
      await page.keyboard.press(key);
      await expect
        .poll(() => bar.innerText(), { timeout: 20_000 })
        .toMatch(/[+−±]\d|Not possible|Nothing would/);
      if ((await bar.locator('.price').count()) > 0) break;
    }
    const swapped = await page.evaluate(
      () => document.activeElement?.querySelector('.is-full')?.textContent ?? '',
    );
    await page.keyboard.press('s');
    await anywayIfAsked(before);

    await expect
      .poll(() => turns.first().locator('.is-full').textContent(), { timeout: 30_000 })
      .toBe(swapped);
    await expect
      .poll(() => other.locator('.turn').first().locator('.is-full').textContent(), { timeout: 30_000 })
      .toBe(swapped);
    expectNoFaults(page, other);
    await other.context().close();
  });

  it('says of a turn who else could, and gives it to somebody', async () => {
    await solvedDraft(weekAhead(22));
    const before = await version();

    await page.locator('.turn').nth(6).click();
    const candidate = page.locator('.candidate:enabled').first();
    const holder = (await candidate.locator('.who').textContent()) ?? '';
    await page.screenshot({ path: `${results}timetable-candidates.png` });
    await candidate.click();
    await anywayIfAsked(before);

    await page.getByRole('heading', { name: holder, exact: true }).waitFor();
    await page
      .locator('.turn')
      .nth(6)
      .locator('.is-full', { hasText: holder })
      .waitFor({ state: 'attached' });
    expectNoFaults(page);
  });

  it.each(['light', 'dark'] as const)('can be used by everybody, %s', async (colorScheme) => {
    const seen = await openPage(browser, url, { colorScheme, viewport: { width: 1440, height: 900 } });
    await seen.goto(url);
    await logIn(seen, email, password);
    await openView(seen, 'Timetable');
    await seen.locator('.week-person').nth(5).click();
    await seen.locator('.turn').nth(12).click();
    await seen.locator('.candidate').first().waitFor();

    await seen.screenshot({ path: `${results}timetable-${colorScheme}.png` });
    await accessible(seen);
    expectNoFaults(seen);
    await seen.context().close();
  });
});
