import { useCallback, useEffect, useState } from 'react';
import { ask } from '../api/client';
import { BusyPeopleDocument, type BusyPeopleQuery } from '../operations/generated';

export type Person = BusyPeopleQuery['persons']['nodes'][number];

/** Everybody who works here, read page by page. */
export function usePeople(): { people: readonly Person[] | null; problem: unknown; reload: () => void } {
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    const over = new AbortController();
    const read = async () => {
      const found: Person[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof readPage>> = await readPage(after, over.signal);
        found.push(...page.nodes);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      setPeople(found.sort((a, b) => a.name.localeCompare(b.name)));
      setProblem(null);
    };
    read().catch((error: unknown) => {
      if (!over.signal.aborted) setProblem(error);
    });
    return () => over.abort();
  }, [turn]);
  return { people, problem, reload };
}

async function readPage(after: string | null, signal: AbortSignal) {
  return (await ask(BusyPeopleDocument, { after }, signal)).persons;
}
