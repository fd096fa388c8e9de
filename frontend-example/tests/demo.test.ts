/** The first journey, in a browser, against a running server with a living queue (`make demo`). */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  boardIsLive,
  expectNoFaults,
  launch,
  logIn,
  openPage,
  results,
  runningServer,
  type WatchedPage,
} from './browser';
import { answerWith, openGraphiql, openTab, run } from './graphiql';

describe('a team on its first day', () => {
  const { url, email, password } = runningServer();
  let browser: Browser;
  let wall: WatchedPage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    wall = await openPage(browser, url);
    await wall.goto(url);
    await logIn(wall, email, password);
    await boardIsLive(wall);
  });
  afterEach(() => wall.context().close());

  /** Somebody who is not paused and may be: the name on the tile. */
  const anyoneAtWork = async () => {
    const label = await wall.locator('.act[aria-label^="Pause "]').first().getAttribute('aria-label');
    return label?.slice('Pause '.length) ?? '';
  };
  const tileOf = (name: string) => wall.locator('.tile').filter({ has: wall.getByRole('heading', { name }) });

  it('sees the queue move by itself', async () => {
    const states = () =>
      wall.locator('.wallboard').evaluate((board) =>
        [...board.querySelectorAll<HTMLElement>('.tile')]
          .map(({ dataset }) => `${dataset['member']} ${dataset['presence']}`)
          .concat(
            [...board.querySelectorAll('.caller .number, .tabs a')].map(({ textContent }) => textContent),
          )
          .join('\n'),
      );
    const before = await states();

    await expect.poll(states, { timeout: 60_000 }).not.toBe(before);

    await wall.screenshot({ path: `${results}demo-wallboard.png` });
    expectNoFaults(wall);
  });

  it('pauses an agent with a reason, sees it, and resumes', async () => {
    const name = await anyoneAtWork();

    await wall.getByRole('button', { name: `Pause ${name}`, exact: true }).click();
    await wall.getByLabel('Reason').fill('Dentist at ten');
    await wall.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
    await tileOf(name).getByText('Dentist at ten').waitFor();
    await wall.screenshot({ path: `${results}demo-paused.png` });
    await wall.getByRole('button', { name: `Resume ${name}`, exact: true }).click();
    await tileOf(name).getByText('Dentist at ten').waitFor({ state: 'detached' });

    expectNoFaults(wall);
  });

  it('puts another queue on a second screen', async () => {
    const screen = await openPage(browser, url);
    await screen.goto(url);
    await logIn(screen, email, password);
    await boardIsLive(screen);
    const other = screen.locator('.tabs a:not([aria-current])').first();
    const name = (await other.evaluate(({ firstChild }) => firstChild?.textContent)) ?? '';

    await other.click();
    await screen.getByRole('main', { name, exact: true }).locator('.tile').first().waitFor();
    await screen.reload();
    await screen.getByRole('main', { name, exact: true }).locator('.tile').first().waitFor();

    await screen.locator('.live-mark.is-live').waitFor();
    expect(await wall.getByRole('main', { name, exact: true }).count()).toBe(0);
    expectNoFaults(wall, screen);
    await screen.context().close();
  });

  it('queries, pauses and subscribes in GraphiQL, and the wallboard follows', async () => {
    const graphiql = await openPage(browser, url, { viewport: { width: 1500, height: 950 } });
    await openGraphiql(graphiql, url);
    expect(await graphiql.title()).toContain('Switchboard');

    await openTab(graphiql, 'LogIn');
    await run(graphiql, { email, password });
    await graphiql.getByRole('button', { name: 'Forget session' }).waitFor();
    await openTab(graphiql, 'Queues');
    await run(graphiql);
    const answer = await answerWith(graphiql, '"members"');
    await graphiql.screenshot({ path: `${results}demo-graphiql-query.png` });

    const name = await anyoneAtWork();
    await openTab(graphiql, 'Pause');
    const personId = personNamed(name, answer);
    await run(graphiql, { personId, reason: 'Seen from GraphiQL' });
    await answerWith(graphiql, '"userErrors": []');
    await tileOf(name).getByText('Seen from GraphiQL').waitFor();
    await wall.screenshot({ path: `${results}demo-paused-from-graphiql.png` });

    await openTab(graphiql, 'QueueChanged');
    await run(graphiql);
    await wall.getByRole('button', { name: `Resume ${name}`, exact: true }).click();
    await answerWith(graphiql, '"queueChanged"');
    await graphiql.screenshot({ path: `${results}demo-graphiql-subscription.png` });
    // The pause was for every queue.
    await openTab(graphiql, 'Resume');
    await run(graphiql, { personId });
    await answerWith(graphiql, '"userErrors": []');

    expectNoFaults(wall, graphiql);
    await graphiql.context().close();
  });

  it('sees in GraphiQL how callouts come on', async () => {
    const graphiql = await openPage(browser, url, { viewport: { width: 1500, height: 950 } });
    await openGraphiql(graphiql, url);
    await openTab(graphiql, 'LogIn');
    await run(graphiql, { email, password });
    await graphiql.getByRole('button', { name: 'Forget session' }).waitFor();

    await openTab(graphiql, 'Callouts');
    await run(graphiql);
    await answerWith(graphiql, '"calloutParticipations"');
    await graphiql.screenshot({ path: `${results}demo-callouts.png` });
    await openTab(graphiql, 'CalloutProgress');
    await run(graphiql);
    await answerWith(graphiql, '"PROGRESS"');
    await graphiql.screenshot({ path: `${results}demo-callout-progress.png` });

    expectNoFaults(graphiql);
    await graphiql.context().close();
  });
});

/** Id of the person of that name in the answer of the Queues tab. */
function personNamed(name: string, answer: string): string {
  interface Answer {
    data: { queues: { nodes: { state: { members: { name: string; person: { id: string } | null }[] } }[] } };
  }
  const { data } = JSON.parse(answer) as Answer;
  const members = data.queues.nodes.flatMap(({ state }) => state.members);
  const id = members.find((member) => member.name === name)?.person?.id;
  if (id === undefined) throw new Error(`${name} is in no queue of the answer.`);
  return id;
}
