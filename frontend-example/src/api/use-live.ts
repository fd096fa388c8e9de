/** Live lists in components: a snapshot that is kept true, or only a knock when something has changed. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { LiveState } from '../live/follow';
import type { TypedDocumentString } from '../operations/generated';
import { followList } from './client';
import { type Live, LiveStore, type LiveView } from './live-store';

/** `view` decides what is followed: another object is another list, so keep it (`useMemo`, or a constant). */
export function useLive<
  Value,
  Data,
  Change extends { cursor: string },
  Variables extends Record<string, unknown>,
>(view: LiveView<Value, Data, Change, Variables>): Live<Value> {
  const store = useMemo(() => new LiveStore(view), [view]);
  useEffect(() => store.start(), [store]);
  return useSyncExternalStore(store.subscribe, store.get);
}

export interface Changes<Data, Change extends { cursor: string }, Variables extends Record<string, unknown>> {
  subscription: TypedDocumentString<Data, Variables>;
  variables: (after: string) => Variables;
  change: (data: Data) => Change;
}

/** However much happens, `onChange` is called no more often, in milliseconds. */
const knockMs = 1_000;

/**
 * Calls `onChange` soon after changes, also after those that were missed while the link was down: for lists which
 * the server filters and pages, and which are best read anew. Both arguments are to be kept, as in `useLive`.
 */
export function useChanges<
  Data,
  Change extends { cursor: string },
  Variables extends Record<string, unknown>,
>(changes: Changes<Data, Change, Variables>, onChange: () => void): LiveState {
  const [live, setLive] = useState<LiveState>({ kind: 'starting' });

  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const knock = () => {
      due ??= setTimeout(() => {
        due = undefined;
        onChange();
      }, knockMs);
    };
    const stop = followList({
      ...changes,
      snapshot: () => Promise.resolve(null),
      follower: {
        // What happened before the cursor was read, or before a new one was, is not told.
        snapshot: knock,
        change: knock,
        state: setLive,
      },
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  }, [changes, onChange]);

  return live;
}
