/** A coordinator looks at a flow: what the check finds, what is sealed, and what is heard when it leads calls. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const say = (text: string) => [{ language: 'en', heard: { say: text } }];
const hangUp = (id: string, label: string) => ({
  id,
  label,
  does: { hangUp: { words: say('Goodbye.') } },
  branches: [],
});

/** Asks whether somebody comes, and why not. */
function visit(more: unknown[]): Record<string, unknown> {
  return {
    languages: ['en'],
    start: 'greet',
    nodes: [
      {
        id: 'greet',
        label: 'Greeting',
        does: { playMessage: { words: say('Hello. This is about your visit tomorrow.') } },
        branches: [{ on: 'NEXT', to: 'ask' }],
      },
      {
        id: 'ask',
        label: 'Will you come?',
        does: {
          multipleChoice: {
            ask: {
              words: say('Press 1 to confirm, 2 to cancel.'),
              retries: 1,
              outcomes: [
                { keys: '1', outcome: { meaning: 'CONFIRMED' } },
                { keys: '2', outcome: { meaning: 'CANCELED' } },
              ],
            },
            choices: [
              { key: '1', label: 'Comes' },
              { key: '2', label: 'Does not come' },
            ],
          },
        },
        branches: [
          { on: 'KEYS', keys: '1', to: 'sure' },
          { on: 'KEYS', keys: '2', to: 'why' },
          { on: 'TIMEOUT', to: 'bye' },
        ],
      },
      {
        id: 'sure',
        label: 'How sure?',
        does: { rating: { ask: { words: say('How sure are you, from 1 to 5?') }, highest: 5 } },
        branches: [{ on: 'ANY', to: 'bye' }],
      },
      {
        id: 'why',
        label: 'Why not?',
        does: { record: { words: say('Please tell us why.') } },
        branches: [{ on: 'NEXT', to: 'bye' }],
      },
      hangUp('bye', 'Goodbye'),
      ...more,
    ],
  };
}

async function newFlow(name: string, document: unknown): Promise<string> {
  const { flowCreate } = await ask<{ flowCreate: { flow: { id: string } } }>(
    'mutation ($input: FlowCreateInput!) { flowCreate(input: $input) { flow { id } userErrors { message } } }',
    { input: { name, description: 'Made to be looked at.', document } },
  );
  return flowCreate.flow.id;
}

describe('a flow', () => {
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
    await openView(page, 'Flows');
  });
  afterEach(() => page.context().close());

  it('shows at its node what the check found, and is not sealed', async () => {
    const name = `Visit with a fault ${Date.now()}`;
    await newFlow(name, visit([hangUp('lost', 'Nobody comes here')]));
    await page.getByRole('searchbox', { name: 'Find' }).fill(name);
    await page.getByRole('link', { name }).click();

    const lost = page.getByRole('button', { name: /Nobody comes here/ });
    await lost.getByText('1 finding').waitFor();
    await lost.click();
    await page.locator('.flow-details .flow-finding').waitFor();
    await page.screenshot({ path: `${results}flow-findings.png` });
    await page.getByRole('button', { name: 'Seal' }).click();

    expect(await page.getByRole('dialog').getByRole('button', { name: 'Seal' }).isDisabled()).toBe(true);
    expectNoFaults(page);
  });

  it('leads from node to node, by the keyboard alone', async () => {
    const id = await newFlow(`Visit ${Date.now()}`, visit([]));
    await page.goto(`${url}/flows/${id}`);
    await page.getByRole('button', { name: /Will you come/ }).focus();

    await page.keyboard.press('Enter');
    const details = page.locator('.flow-details');
    await details.getByRole('heading', { name: 'Will you come?' }).waitFor();
    await details.getByText('Press 1 to confirm, 2 to cancel.').waitFor();
    await details.getByRole('button', { name: 'Why not?' }).focus();
    await page.keyboard.press('Enter');

    await details.getByRole('heading', { name: 'Why not?' }).waitFor();
    expectNoFaults(page);
  });

  it('is sealed, leads calls, and shows live what was heard', async () => {
    const id = await newFlow(`Visit ${Date.now()}`, visit([]));
    await page.goto(`${url}/flows/${id}`);

    await page.getByRole('button', { name: 'Seal' }).click();
    await page.getByRole('dialog').getByLabel('Name of the version').fill('Spring');
    await page.getByRole('dialog').getByRole('button', { name: 'Seal' }).click();
    await page.getByText('No call was led by this version yet.').waitFor();
    await page.getByText('Sealed by').waitFor();
    const versionId = new URL(page.url()).searchParams.get('version');
    for (let n = 0; n < 8; n++)
      await ask(
        'mutation ($input: CallOriginateInput!) { callOriginate(input: $input) { userErrors { message } } }',
        { input: { requestId: `${id} ${n}`, flow: { id: versionId }, to: `+3460000${1_000 + n}` } },
      );

    await page.locator('.flow-total').waitFor({ timeout: 90_000 });
    await page.locator('.data tbody tr').first().waitFor({ timeout: 60_000 });
    await page.locator('.flow-node .flow-count').first().waitFor({ timeout: 90_000 });
    await page.screenshot({ path: `${results}flow-results.png` });
    expectNoFaults(page);
  });

  it.each(['light', 'dark'] as const)('can be used by everybody, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const id = await newFlow(`Visit ${Date.now()}`, visit([hangUp('lost', 'Nobody comes here')]));
    await page.getByRole('table').waitFor();
    await accessible(page);
    await page.goto(`${url}/flows/${id}`);
    await page.getByRole('button', { name: /Will you come/ }).click();
    await page.locator('.flow-details').getByText('Choices').waitFor();

    await page.screenshot({ path: `${results}flow-${colorScheme}.png` });
    await accessible(page);
    expectNoFaults(page);
  });
});
