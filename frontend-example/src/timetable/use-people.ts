import { useEffect, useState } from 'react';
import { allPages } from '../api/all-pages';
import { ask } from '../api/client';
import { TimetablePeopleDocument } from '../operations/generated';
import type { TimetablePerson } from './busy';

/** Everybody, by id; null while they are read. */
export function usePeople(): ReadonlyMap<string, TimetablePerson> | null {
  const [people, setPeople] = useState<ReadonlyMap<string, TimetablePerson> | null>(null);
  useEffect(() => {
    const over = new AbortController();
    const read = async () => {
      const found = await allPages(
        async (after) => (await ask(TimetablePeopleDocument, { after }, over.signal)).persons,
      );
      setPeople(new Map(found.map((person) => [person.id, person])));
    };
    // Not reached: the week, which is read beside it, says so, and is read again.
    read().catch(() => undefined);
    return () => over.abort();
  }, []);
  return people;
}
