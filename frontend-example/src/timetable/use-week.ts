/** The week on screen, kept true: read anew whenever somebody, here or elsewhere, has changed it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, followList } from '../api/client';
import type { LiveState } from '../live/follow';
import { TimetableChangedDocument, TimetableWeekDocument } from '../operations/generated';
import type { Week } from './week';

export interface LiveWeek {
  /** Undefined: not read yet; null: there is no timetable of that week. */
  week: Week | null | undefined;
  live: LiveState;
  reload: () => Promise<void>;
}

interface Read {
  queueId: string;
  monday: string;
  week: Week | null;
}

export function useWeek(queueId: string, monday: string): LiveWeek {
  const [read, setRead] = useState<Read | null>(null);
  const [live, setLive] = useState<LiveState>({ kind: 'starting' });
  const latest = useRef(0);

  const reload = useCallback(
    async (signal?: AbortSignal) => {
      // Of two answers on their way, only the one that was asked for last counts.
      const turn = ++latest.current;
      const { timetableOf } = await ask(TimetableWeekDocument, { queueId, week: monday }, signal);
      if (turn === latest.current && !signal?.aborted) setRead({ queueId, monday, week: timetableOf });
    },
    [queueId, monday],
  );

  useEffect(() => {
    const ended = new AbortController();
    const stop = followList({
      snapshot: (signal) => reload(signal),
      subscription: TimetableChangedDocument,
      variables: (after) => ({ queueId, after }),
      change: (data) => data.timetableChanged,
      follower: {
        snapshot: () => undefined,
        change: (change) => {
          // Not reached: the stream fails as well, and comes back.
          if (change.week === monday) reload(ended.signal).catch(() => undefined);
        },
        state: setLive,
      },
    });
    return () => {
      ended.abort();
      stop();
    };
  }, [queueId, monday, reload]);

  const isIt = read?.queueId === queueId && read.monday === monday;
  return { week: isIt ? read.week : undefined, live, reload };
}
