/** What happens in a queue, for a wall and for whoever runs the team. */
import { useMemo } from 'react';
import { useSearch } from 'wouter';
import { useLive } from '../api/use-live';
import { useViewer } from '../session/viewer';
import { LiveBanner } from '../ui/live';
import { useArrival } from '../ui/page';
import { useWords } from '../words/language';
import { Agents } from './agents';
import { LinkBanner } from './link-banner';
import type { QueueBoard } from './board';
import { boardView } from './board-view';
import { Figures } from './figures';
import { Header } from './header';
import { useSelectedQueueId } from './selected-queue';
import { WaitingCallers } from './waiting-callers';
import { words as translations } from './words';
import '../style/wallboard.css';
import '../style/agents.css';

export default function WallboardPage() {
  const { value: board, live } = useLive(boardView);
  const queues = useMemo(() => [...(board?.values() ?? [])], [board]);
  const selectedId = useSelectedQueueId();
  const shown = queues.find(({ queue }) => queue.id === selectedId) ?? queues[0];
  const isWall = new URLSearchParams(useSearch()).has('wall');

  return (
    <div className="wallboard">
      <Header queues={queues} shownId={shown?.queue.id ?? null} live={live} isWall={isWall} />
      <LiveBanner live={live} />
      {shown !== undefined && <LinkBanner board={shown} />}
      {shown !== undefined && <Shown board={shown} />}
      {board !== null && shown === undefined && <NoQueues />}
    </div>
  );
}

function Shown({ board }: { board: QueueBoard }) {
  const viewer = useViewer();
  const words = useWords(translations);
  const main = useArrival<HTMLElement>(`${board.queue.name} · ${words.title}`);
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className={board.stale ? 'board is-stale' : 'board'}
      aria-label={board.queue.name}
    >
      <Figures board={board} />
      <WaitingCallers board={board} />
      <Agents board={board} viewer={viewer} />
    </main>
  );
}

function NoQueues() {
  const words = useWords(translations);
  return (
    <main className="center" id="main" tabIndex={-1}>
      <h1>{words.noQueues}</h1>
      <p>{words.noQueuesHow}</p>
    </main>
  );
}
