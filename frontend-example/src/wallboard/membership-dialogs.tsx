/** The supervisor's hand on who is in a queue: somebody comes in, somebody leaves. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import { AddableDocument, AddMemberDocument, RemoveMemberDocument } from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { type Member, nameOf, type QueueBoard } from './board';
import { words as translations } from './words';

export function AddDialog({ board: { queue, members }, onDone }: { board: QueueBoard; onDone: () => void }) {
  const { addDialog: words } = useWords(translations);
  const { loading, cancel } = useWords(common);
  const persons = useQuery(AddableDocument, {});
  const [personId, setPersonId] = useState('');
  const [penalty, setPenalty] = useState(0);
  const { working, errors, problem, act } = useAction();

  const inQueue = new Set([...members.values()].map(({ person }) => person?.id));
  const addable = persons.data?.persons.nodes.filter(
    ({ id, extension }) => extension !== null && !inQueue.has(id),
  );

  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const chosen = personId || (addable?.[0]?.id ?? '');
    void act(
      async () =>
        (await ask(AddMemberDocument, { queueId: queue.id, personId: chosen, penalty })).queueMemberAdd,
      close,
    );
  };

  return (
    <Dialog title={words.title(queue.name)} onClose={onDone}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          {addable === undefined && persons.problem === null && <p role="status">{loading}</p>}
          <Problem problem={persons.problem} onRetry={persons.reload} />
          {addable?.length === 0 && <p>{words.nobodyLeft}</p>}
          {addable !== undefined && addable.length > 0 && (
            <>
              <label className="field">
                {words.person}
                <select value={personId} onChange={(event) => setPersonId(event.target.value)} autoFocus>
                  {addable.map(({ id, name, extension }) => (
                    <option key={id} value={id}>
                      {name} · {extension}
                    </option>
                  ))}
                </select>
              </label>
              <label className="field">
                {words.penalty}
                <input
                  type="number"
                  min={0}
                  max={1000}
                  value={penalty}
                  onChange={(event) => setPenalty(event.target.valueAsNumber || 0)}
                />
                <span className="hint">{words.penaltyHow}</span>
              </label>
            </>
          )}
          <Refusal errors={errors} />
          <Problem problem={problem} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="primary" disabled={working || !addable?.length}>
              {working ? words.working : words.submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

interface RemoveDialogProps {
  member: Member;
  personId: string;
  board: QueueBoard;
  onDone: () => void;
}

export function RemoveDialog({ member, personId, board: { queue }, onDone }: RemoveDialogProps) {
  const { removeDialog: words } = useWords(translations);
  const { cancel } = useWords(common);
  const [reason, setReason] = useState('');
  const { working, errors, problem, act } = useAction();

  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const variables = { queueId: queue.id, personId, reason: reason.trim() || null };
    void act(async () => (await ask(RemoveMemberDocument, variables)).queueMemberRemove, close);
  };

  return (
    <Dialog title={words.title(nameOf(member))} onClose={onDone}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <p>{words.what(nameOf(member), queue.name)}</p>
          <label className="field">
            {words.reason}
            <input
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              autoComplete="off"
              autoFocus
            />
          </label>
          <Refusal errors={errors} />
          <Problem problem={problem} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="primary" disabled={working}>
              {working ? words.working : words.submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
