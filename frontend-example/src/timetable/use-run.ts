/** The solver at work on a timetable: what it has told so far. */
import { useEffect, useState } from 'react';
import { followList } from '../api/client';
import {
  type SolverRunChangedSubscription,
  SolverRunChangedDocument,
  type SolverRunFieldsFragment,
} from '../operations/generated';
import { type Told, told } from './curve';

export type Run = SolverRunFieldsFragment;
type Change = SolverRunChangedSubscription['solverRunChanged'];

interface Heard {
  runId: string;
  last: Change;
  points: Told[];
}

export interface RunProgress {
  run: Pick<Run, 'id' | 'status' | 'incumbent' | 'bound' | 'gap' | 'seconds' | 'problem'>;
  points: Told[];
}

/** `latest` is the run as it was read with the timetable; what is heard later of it, or of a later one, goes before it. */
export function useRun(timetableId: string, latest: Run | null): RunProgress | null {
  const [heard, setHeard] = useState<Heard | null>(null);

  useEffect(
    () =>
      followList({
        snapshot: () => Promise.resolve(null),
        subscription: SolverRunChangedDocument,
        variables: (after) => ({ timetableId, after }),
        change: (data) => data.solverRunChanged,
        follower: {
          snapshot: () => undefined,
          change: (change) =>
            setHeard((before) => {
              const sofar = before?.runId === change.nodeId ? before.points : [];
              const { seconds, incumbent, bound } = change;
              const points = seconds === null ? sofar : told(sofar, { seconds, incumbent, bound });
              return { runId: change.nodeId, last: change, points };
            }),
          state: () => undefined,
        },
      }),
    [timetableId],
  );

  // Ids grow with time, so that of two runs the later is known.
  if (heard !== null && (latest === null || heard.runId >= latest.id))
    return { run: { ...heard.last, id: heard.runId }, points: heard.points };
  if (latest === null) return null;
  const { seconds, incumbent, bound } = latest;
  return { run: latest, points: seconds === null ? [] : [{ seconds, incumbent, bound }] };
}
