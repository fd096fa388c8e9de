/** The agents of the queue, a tile each. */
import { memo, useCallback, useMemo, useState } from 'react';
import type { Viewer } from '../app';
import { words } from '../words';
import { AgentTile } from './agent-tile';
import { countByPresence, inOrder, type Member, type Queue, type QueueBoard, type TileOrder } from './board';
import { Icon } from './icons';
import { PauseDialog } from './pause-dialog';

const orderKey = 'switchboard.agents.order';
const presences = ['ON_CALL', 'RINGING', 'WRAP_UP', 'AVAILABLE', 'PAUSED', 'OFFLINE'] as const;

export const Agents = memo(function Agents({ board, viewer }: { board: QueueBoard; viewer: Viewer }) {
  const { queue, members } = board;
  const [order, setOrder] = useState<TileOrder>(() =>
    localStorage.getItem(orderKey) === 'name' ? 'name' : 'state',
  );
  const ordered = useMemo(() => inOrder(members, order), [members, order]);
  const counts = useMemo(() => countByPresence(members), [members]);
  const [pausing, setPausing] = useState<Member | null>(null);
  const endPausing = useCallback(() => setPausing(null), []);

  const choose = (chosen: TileOrder) => {
    localStorage.setItem(orderKey, chosen);
    setOrder(chosen);
  };

  return (
    <section className="agents" aria-labelledby="agents-title">
      <div className="agents-head">
        <h2 id="agents-title">
          {words.agents.title} <span className="total">{members.size}</span>
        </h2>
        <Sync queue={queue} />
        <ul className="legend">
          {presences
            .filter((presence) => counts.has(presence))
            .map((presence) => (
              <li key={presence} data-presence={presence}>
                <Icon name={presence} /> <b>{counts.get(presence)}</b> {words.presence[presence]}
              </li>
            ))}
        </ul>
        <fieldset className="order">
          <legend className="only-read">{words.agents.order}</legend>
          {(['state', 'name'] as const).map((option) => (
            <label key={option}>
              <input
                type="radio"
                name="order"
                value={option}
                checked={order === option}
                onChange={() => choose(option)}
              />
              {option === 'state' ? words.agents.byState : words.agents.byName}
            </label>
          ))}
        </fieldset>
      </div>
      {members.size === 0 ? (
        <p className="nobody">{words.agents.nobody}</p>
      ) : (
        <ul className="tiles" data-density={density(members.size)}>
          {ordered.map((member) => (
            <AgentTile
              key={member.id}
              member={member}
              queueId={queue.id}
              mayAct={queue.mode === 'MANAGED' && mayAct(viewer, member)}
              onPause={setPausing}
            />
          ))}
        </ul>
      )}
      {pausing?.person && (
        <PauseDialog member={pausing} personId={pausing.person.id} queue={queue} onDone={endPausing} />
      )}
    </section>
  );
});

/** That a change has not arrived at the provider yet, or that none is sent to it; what was refused has a banner. */
function Sync({ queue: { mode, sync } }: { queue: Queue }) {
  if (mode === 'OBSERVED') return <span className="chip">{words.sync.observed}</span>;
  if (sync.state !== 'CHANGING') return null;
  return <span className="chip">{words.sync.changing(sync.pending)}</span>;
}

/** Coordinators and admins act on anybody, an agent on himself. The server decides; this only hides what it would refuse. */
function mayAct({ role, person }: Viewer, member: Member): boolean {
  if (member.person === null) return false;
  return role === 'ADMIN' || role === 'COORDINATOR' || (role === 'AGENT' && person?.id === member.person.id);
}

/** Few agents get large tiles; sixty still fit one wall screen. */
function density(count: number): 'large' | 'roomy' | 'normal' | 'dense' {
  if (count <= 8) return 'large';
  if (count <= 15) return 'roomy';
  return count <= 36 ? 'normal' : 'dense';
}
