/** What happens between two instants, kept true. */
import { useCallback, useEffect, useState } from 'react';
import { allPages } from '../api/all-pages';
import { ask } from '../api/client';
import { useChanges } from '../api/use-live';
import type { LiveState } from '../live/follow';
import {
  CalendarEventChangedDocument,
  CalendarOccurrenceChangedDocument,
  CalendarOccurrencesDocument,
  type OccurrenceFieldsFragment,
} from '../operations/generated';

export type Occurrence = OccurrenceFieldsFragment;

const occurrenceChanges = {
  subscription: CalendarOccurrenceChangedDocument,
  variables: (after: string) => ({ calendarId: null, after }),
  change: (data: { occurrenceChanged: { cursor: string } }) => data.occurrenceChanged,
};
const eventChanges = {
  subscription: CalendarEventChangedDocument,
  variables: (after: string) => ({ calendarId: null, after }),
  change: (data: { eventChanged: { cursor: string } }) => data.eventChanged,
};

interface Occurrences {
  occurrences: readonly Occurrence[];
  problem: unknown;
  live: LiveState;
  reload: () => void;
}

/** `from` and `until` in milliseconds since the epoch. */
export function useOccurrences(calendarId: string | null, from: number, until: number): Occurrences {
  const [occurrences, setOccurrences] = useState<readonly Occurrence[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    const over = new AbortController();
    const between = { startsAt: new Date(from).toISOString(), endsAt: new Date(until).toISOString() };
    const read = async () => {
      setOccurrences(await allPages((after) => readPage(calendarId, between, after, over.signal)));
      setProblem(null);
    };
    read().catch((error: unknown) => {
      if (!over.signal.aborted) setProblem(error);
    });
    return () => over.abort();
  }, [calendarId, from, until, turn]);

  const live = useChanges(occurrenceChanges, reload);
  useChanges(eventChanges, reload);
  return { occurrences, problem, live, reload };
}

async function readPage(
  calendarId: string | null,
  between: { startsAt: string; endsAt: string },
  after: string | null,
  signal: AbortSignal,
) {
  return (await ask(CalendarOccurrencesDocument, { calendarId, between, after }, signal)).occurrences;
}
