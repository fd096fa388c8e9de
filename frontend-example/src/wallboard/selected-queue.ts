/** Which queue the board shows is in the address (`#/queues/<id>`): a wall screen comes back to its own after a restart. */
import { useSyncExternalStore } from 'react';

const prefix = '#/queues/';

export function queueHref(queueId: string): string {
  return prefix + encodeURIComponent(queueId);
}

/** The queue named in the address; null: none. */
export function useSelectedQueueId(): string | null {
  const hash = useSyncExternalStore(onHashChange, () => location.hash);
  return hash.startsWith(prefix) ? decodeURIComponent(hash.slice(prefix.length)) : null;
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
