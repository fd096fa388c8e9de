import { useCallback, useEffect, useState } from 'react';
import { allPages } from '../api/all-pages';
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
      const found: Person[] = await allPages(
        async (after) => (await ask(BusyPeopleDocument, { after }, over.signal)).persons,
      );
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
