/** A running timer: how long ago `since` was, by the server's clock. */
import { useSyncExternalStore } from 'react';
import { onTick, serverNow } from './clock';
import { durationIso, durationText } from './duration';

/** Whole seconds since `since` (milliseconds since the epoch); renders the caller once a second. */
export function useElapsedSeconds(since: number): number {
  const now = useSyncExternalStore(onTick, () => Math.floor(serverNow() / 1_000));
  return Math.max(0, now - Math.floor(since / 1_000));
}

export function Elapsed({ since, className }: { since: string; className?: string }) {
  const seconds = useElapsedSeconds(Date.parse(since));
  return (
    <time className={className} dateTime={durationIso(seconds)}>
      {durationText(seconds)}
    </time>
  );
}
