import { useEffect, useState } from 'react';
import { ask } from '../api/client';
import { TimetablePeopleDocument } from '../operations/generated';
import type { TimetablePerson } from './busy';

/** Everybody, by id; null while they are read. */
export function usePeople(): ReadonlyMap<string, TimetablePerson> | null {
  const [people, setPeople] = useState<ReadonlyMap<string, TimetablePerson> | null>(null);
  useEffect(() => {
    const over = new AbortController();
    const read = async () => {
      const found = new Map<string, TimetablePerson>();
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof readPeople>> = await readPeople(after, over.signal);
        for (const person of page.nodes) found.set(person.id, person);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      setPeople(found);
    };
    // Not reached: the week, which is read beside it, says so, and is read again.
    read().catch(() => undefined);
    return () => over.abort();
  }, []);
  return people;
}

async function readPeople(after: string | null, signal: AbortSignal) {
  return (await ask(TimetablePeopleDocument, { after }, signal)).persons;
}
