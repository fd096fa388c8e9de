/** The wallboard: one queue large, the others in the header. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Viewer } from '../app';
import { words } from '../words';
import { Agents } from './agents';
import { LinkBanner, LiveBanner } from './banners';
import { callsRingingAt, type QueueBoard } from './board';
import { BoardStore } from './board-store';
import { Figures } from './figures';
import { Header } from './header';
import { IncomingCallStrip } from './incoming-call';
import { useSelectedQueueId } from './selected-queue';
import { WaitingCallers } from './waiting-callers';

export function Wallboard({ viewer }: { viewer: Viewer }) {
  const [store] = useState(() => new BoardStore());
  useEffect(() => store.start(), [store]);
  const { board, live } = useSyncExternalStore(store.subscribe, store.get);

  const queues = useMemo(() => [...board.values()], [board]);
  const selectedId = useSelectedQueueId();
  const shown = queues.find(({ queue }) => queue.id === selectedId) ?? queues[0];

  return (
    <div className="wallboard">
      <Header viewer={viewer} queues={queues} shownId={shown?.queue.id ?? null} live={live} />
      {viewer.person !== null && (
        <IncomingCallStrip personId={viewer.person.id} ringing={callsRingingAt(board, viewer.person.id)} />
      )}
      <LiveBanner live={live} />
      {shown !== undefined && <LinkBanner board={shown} />}
      {shown !== undefined && <Shown board={shown} viewer={viewer} />}
      {shown === undefined && live.kind === 'live' && <NoQueues />}
    </div>
  );
}

function Shown({ board, viewer }: { board: QueueBoard; viewer: Viewer }) {
  return (
    <main className={board.stale ? 'board is-stale' : 'board'} aria-label={board.queue.name}>
      <Figures board={board} />
      <WaitingCallers board={board} />
      <Agents board={board} viewer={viewer} />
    </main>
  );
}

function NoQueues() {
  return (
    <main className="center">
      <h2>{words.live.noQueues}</h2>
      <p>{words.live.noQueuesHow}</p>
    </main>
  );
}
