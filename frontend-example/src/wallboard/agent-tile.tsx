import { memo } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import { useAction } from '../api/use-action';
import { Elapsed } from '../clock/elapsed';
import { ResumeMemberDocument } from '../operations/generated';
import { Icon, type IconName } from '../ui/icon';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { type Member, nameOf } from './board';
import { words as translations } from './words';

interface AgentTileProps {
  member: Member;
  queueId: string;
  mayPause: boolean;
  mayRemove: boolean;
  onPause: (member: Member) => void;
  onRemove: (member: Member) => void;
}

export const AgentTile = memo(function AgentTile({
  member,
  queueId,
  mayPause,
  mayRemove,
  onPause,
  onRemove,
}: AgentTileProps) {
  const words = useWords(translations);
  const shared = useWords(common);
  const { extension, person, presence, since, paused, callsTaken, drift, changedBy } = member;
  const name = nameOf(member);
  const driftText = drift.map((kind) => words.drift[kind]).join(', ');
  const { working, errors, problem, act, reset } = useAction();
  const refused = problem === null ? errors.map(({ message }) => message).join(' ') : messageOf(problem);

  const resume = (personId: string) =>
    void act(async () => (await ask(ResumeMemberDocument, { personId, queueId })).queueMemberResume);

  return (
    <li className="tile" data-presence={presence} data-member={member.id}>
      <h3>
        {name}
        {extension !== null && <span className="extension">{extension}</span>}
      </h3>
      <p className="state">
        <Icon name={presence} />
        <span className="presence">{shared.presence[presence]}</span>
        <Elapsed className="timer" since={since} />
      </p>
      <p className="detail">
        {paused !== null && (
          <span className="reason" title={shared.by(changedBy.name)}>
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
      {(mayPause || mayRemove) && (
        <p className="acts">
          {mayRemove && (
            <Act icon="close" label={words.agents.remove(name)} onClick={() => onRemove(member)} isRare />
          )}
          {mayPause && paused === null && (
            <Act icon="PAUSED" label={words.agents.pause(name)} onClick={() => onPause(member)} />
          )}
          {mayPause && paused !== null && (
            <Act
              icon="resume"
              label={words.agents.resume(name)}
              disabled={working}
              onClick={() => person && resume(person.id)}
            />
          )}
        </p>
      )}
      {refused !== '' && (
        <p className="problem" role="alert">
          {refused}
          <button type="button" aria-label={shared.dismiss} onClick={reset}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </li>
  );
});

interface ActProps {
  icon: IconName;
  label: string;
  disabled?: boolean;
  /** Shown when the tile is pointed at, or has the focus. */
  isRare?: boolean;
  onClick: () => void;
}

function Act({ icon, label, disabled = false, isRare = false, onClick }: ActProps) {
  return (
    <button
      className={isRare ? 'act is-rare' : 'act'}
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
