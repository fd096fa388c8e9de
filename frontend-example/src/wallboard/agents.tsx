/** The agents of the queue, a tile each. */
import { memo, useCallback, useMemo, useState } from 'react';
import { leads, type Viewer } from '../session/viewer';
import { Icon } from '../ui/icon';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { AgentTile } from './agent-tile';
import { countByPresence, inOrder, type Member, type Queue, type QueueBoard, type TileOrder } from './board';
import { AddDialog, RemoveDialog } from './membership-dialogs';
import { PauseDialog } from './pause-dialog';
import { words as translations } from './words';

const orderKey = 'switchboard.agents.order';
const presences = ['ON_CALL', 'RINGING', 'WRAP_UP', 'AVAILABLE', 'PAUSED', 'OFFLINE'] as const;

export const Agents = memo(function Agents({ board, viewer }: { board: QueueBoard; viewer: Viewer }) {
  const words = useWords(translations);
  const shared = useWords(common);
  const { queue, members } = board;
  const [order, setOrder] = useState<TileOrder>(() =>
    localStorage.getItem(orderKey) === 'name' ? 'name' : 'state',
  );
  const ordered = useMemo(() => inOrder(members, order), [members, order]);
  const counts = useMemo(() => countByPresence(members), [members]);
  const [pausing, setPausing] = useState<Member | null>(null);
  const endPausing = useCallback(() => setPausing(null), []);
  const [removing, setRemoving] = useState<Member | null>(null);
  const [adding, setAdding] = useState(false);
  const isManaged = queue.mode === 'MANAGED';
  const mayStaff = isManaged && leads(viewer);

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
                <Icon name={presence} /> <b>{counts.get(presence)}</b> {shared.presence[presence]}
              </li>
            ))}
        </ul>
        {mayStaff && (
          <button type="button" className="quiet" onClick={() => setAdding(true)}>
            <Icon name="add" /> {words.agents.add}
          </button>
        )}
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
              mayPause={isManaged && mayAct(viewer, member)}
              mayRemove={mayStaff && member.person !== null && member.source !== 'FIXED'}
              onPause={setPausing}
              onRemove={setRemoving}
            />
          ))}
        </ul>
      )}
      {pausing?.person && (
        <PauseDialog member={pausing} personId={pausing.person.id} queue={queue} onDone={endPausing} />
      )}
      {removing?.person && (
        <RemoveDialog
          member={removing}
          personId={removing.person.id}
          board={board}
          onDone={() => setRemoving(null)}
        />
      )}
      {adding && <AddDialog board={board} onDone={() => setAdding(false)} />}
    </section>
  );
});

/** That a change has not arrived at the provider yet, or that none is sent to it; what was refused has a banner. */
function Sync({ queue: { mode, sync } }: { queue: Queue }) {
  const words = useWords(translations);
  if (mode === 'OBSERVED') return <span className="chip">{words.sync.observed}</span>;
  if (sync.state !== 'CHANGING') return null;
  return <span className="chip">{words.sync.changing(sync.pending)}</span>;
}

/** Coordinators and admins act on anybody, an agent on himself. The server decides; this only hides what it would refuse. */
function mayAct(viewer: Viewer, member: Member): boolean {
  if (member.person === null) return false;
  return leads(viewer) || (viewer.role === 'AGENT' && viewer.person?.id === member.person.id);
}

/** Few agents get large tiles; sixty still fit one wall screen. */
function density(count: number): 'large' | 'roomy' | 'normal' | 'dense' {
  if (count <= 8) return 'large';
  if (count <= 15) return 'roomy';
  return count <= 36 ? 'normal' : 'dense';
}
