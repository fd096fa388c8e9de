import { memo, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import { Elapsed } from '../clock/elapsed';
import { ResumeMemberDocument } from '../operations/generated';
import { words } from '../words';
import { type Member, nameOf } from './board';
import { Icon } from './icons';

interface AgentTileProps {
  member: Member;
  queueId: string;
  mayAct: boolean;
  onPause: (member: Member) => void;
}

export const AgentTile = memo(function AgentTile({ member, queueId, mayAct, onPause }: AgentTileProps) {
  const { extension, presence, since, paused, callsTaken, drift, changedBy } = member;
  const name = nameOf(member);
  const driftText = drift.map((kind) => words.drift[kind]).join(', ');
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);

  const resume = async (personId: string) => {
    setWorking(true);
    setProblem(null);
    try {
      const { queueMemberResume } = await ask(ResumeMemberDocument, { personId, queueId });
      setProblem(queueMemberResume?.userErrors.map(({ message }) => message).join(' ') || null);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setWorking(false);
    }
  };

  return (
    <li className="tile" data-presence={presence} data-member={member.id}>
      <h3>
        {name}
        {extension !== null && <span className="extension">{extension}</span>}
      </h3>
      <p className="state">
        <Icon name={presence} />
        <span className="presence">{words.presence[presence]}</span>
        <Elapsed className="timer" since={since} />
      </p>
      <p className="detail">
        {paused !== null && (
          <span className="reason" title={words.agents.by(changedBy.name)}>
            {presence !== 'PAUSED' && <Icon name="PAUSED" />} {paused.reason}
          </span>
        )}
        <span className="calls">{words.agents.calls(callsTaken)}</span>
        {drift.length > 0 && (
          <span className="drift" title={driftText}>
            <Icon name="drift" /> {driftText}
          </span>
        )}
      </p>
      {mayAct &&
        (paused === null ? (
          <button
            className="act"
            type="button"
            aria-label={words.agents.pause(name)}
            title={words.agents.pause(name)}
            onClick={() => onPause(member)}
          >
            <Icon name="PAUSED" />
          </button>
        ) : (
          <button
            className="act"
            type="button"
            aria-label={words.agents.resume(name)}
            title={words.agents.resume(name)}
            disabled={working}
            onClick={() => member.person && void resume(member.person.id)}
          >
            <Icon name="resume" />
          </button>
        ))}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
          <button type="button" aria-label={words.agents.dismiss} onClick={() => setProblem(null)}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </li>
  );
});
