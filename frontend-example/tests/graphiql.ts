/** GraphiQL as a person uses it: choose a tab, fill in its variables, run, read the answer. */
import type { Page } from 'playwright-core';

/** The editors keep text out of the document except for the lines in view; these are their models. */
interface Models {
  __MONACO: {
    editor: { getModels(): { uri: { path: string }; getValue(): string; setValue(text: string): void }[] };
  };
}

type Pane = 'operation.graphql' | 'variables.json' | 'response.json';

/** Opens GraphiQL and waits until its editors, which come in a chunk of their own, are there. */
export async function openGraphiql(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/graphiql`);
  const panes: Pane[] = ['operation.graphql', 'variables.json', 'response.json'];
  await page.waitForFunction((wanted) => {
    const models = (window as unknown as Partial<Models>).__MONACO?.editor.getModels() ?? [];
    return wanted.every((pane) => models.some((model) => model.uri.path.endsWith(pane)));
  }, panes);
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.locator('.graphiql-tab', { hasText: name }).click();
  await holds(page, 'operation.graphql', ` ${name}`);
}

export async function run(page: Page, variables?: Record<string, unknown>): Promise<void> {
  await write(page, 'response.json', '');
  if (variables !== undefined) await write(page, 'variables.json', JSON.stringify(variables, null, 2));
  await page.locator('.graphiql-execute-button').click();
}

/** The answer, once it contains `text`. */
export async function answerWith(page: Page, text: string): Promise<string> {
  await holds(page, 'response.json', text);
  return read(page, 'response.json');
}

/** Runs a subscription until an event contains all of `texts`, and ends it at that. */
export async function stopAt(page: Page, texts: string[]): Promise<void> {
  // In one go: the next event may follow at once.
  await page.waitForFunction(
    (wanted) => {
      const models = (window as unknown as Models).__MONACO.editor.getModels();
      const answer = models.find((model) => model.uri.path.endsWith('response.json'))?.getValue() ?? '';
      if (!wanted.every((text) => answer.includes(text))) return false;
      document.querySelector<HTMLElement>('.graphiql-execute-button')?.click();
      return true;
    },
    texts,
    { timeout: 300_000 },
  );
}

async function holds(page: Page, pane: Pane, text: string): Promise<void> {
  await page.waitForFunction(
    ([wanted, expected]) =>
      (window as unknown as Models).__MONACO.editor
        .getModels()
        .some((model) => model.uri.path.endsWith(wanted) && model.getValue().includes(expected)),
    [pane, text] as const,
  );
}

function read(page: Page, pane: Pane): Promise<string> {
  return page.evaluate(
    (wanted) =>
      (window as unknown as Models).__MONACO.editor
        .getModels()
        .find((model) => model.uri.path.endsWith(wanted))
        ?.getValue() ?? '',
    pane,
  );
}

async function write(page: Page, pane: Pane, text: string): Promise<void> {
  await page.evaluate(
    ([wanted, value]) =>
      (window as unknown as Models).__MONACO.editor
        .getModels()
        .find((model) => model.uri.path.endsWith(wanted))
        ?.setValue(value),
    [pane, text] as const,
  );
}
