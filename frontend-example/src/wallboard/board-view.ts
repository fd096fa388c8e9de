/** The board, live: every queue, and each change folded in. */
import { allPages } from '../api/all-pages';
import { ask } from '../api/client';
import { BoardDocument, QueueChangedDocument, type QueueChangedSubscription } from '../operations/generated';
import { boardOf, fold, type QueueSnapshot } from './board';

export const boardView = {
  snapshot: async (signal: AbortSignal) => boardOf(await readQueues(signal)),
  subscription: QueueChangedDocument,
  variables: (after: string) => ({ after }),
  change: (data: QueueChangedSubscription) => data.queueChanged,
  fold,
};

function readQueues(signal: AbortSignal): Promise<QueueSnapshot[]> {
  return allPages(async (after) => (await ask(BoardDocument, { after }, signal)).queues);
}
