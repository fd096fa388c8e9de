/** The board, live: every queue, and each change folded in. */
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

async function readQueues(signal: AbortSignal): Promise<QueueSnapshot[]> {
  const queues: QueueSnapshot[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(after, signal);
    queues.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return queues;
}

async function readPage(after: string | null, signal: AbortSignal) {
  return (await ask(BoardDocument, { after }, signal)).queues;
}
