/** Asks why somebody pauses, and where. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import { PauseMemberDocument } from '../operations/generated';
import { words } from '../words';
import { type Member, nameOf, type Queue } from './board';

interface PauseDialogProps {
  member: Member;
  personId: string;
  queue: Queue;
  onDone: () => void;
}

interface Problems {
  reason?: string | undefined;
  other?: string | undefined;
}

export function PauseDialog({ member, personId, queue, onDone }: PauseDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [everywhere, setEverywhere] = useState(false);
  const [working, setWorking] = useState(false);
  const [problems, setProblems] = useState<Problems>({});

  // Opened by the method, not the attribute: only so it keeps the focus inside and closes on Escape.
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return setProblems({ reason: words.pauseDialog.reasonMissing });
    setWorking(true);
    const found = await pause(personId, everywhere ? null : queue.id, reason.trim());
    setWorking(false);
    if (found === null) dialog.current?.close();
    else setProblems(found);
  };

  return (
    <dialog className="card pause" ref={dialog} onClose={onDone} aria-labelledby="pause-title">
      <form onSubmit={(event) => void submit(event)} noValidate aria-busy={working}>
        <h2 id="pause-title">{words.pauseDialog.title(nameOf(member))}</h2>
        <label className="field">
          {words.pauseDialog.reason}
          <input
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            aria-invalid={problems.reason !== undefined}
            aria-describedby="pause-reason-error"
            autoComplete="off"
            autoFocus
          />
          <span className="error" id="pause-reason-error" role="alert">
            {problems.reason}
          </span>
        </label>
        <div className="suggestions">
          {words.pauseDialog.suggestions.map((suggestion) => (
            <button key={suggestion} type="button" className="chip" onClick={() => setReason(suggestion)}>
              {suggestion}
            </button>
          ))}
        </div>
        <fieldset className="where">
          <legend>{words.pauseDialog.where}</legend>
          <label>
            <input type="radio" name="where" checked={!everywhere} onChange={() => setEverywhere(false)} />
            {words.pauseDialog.thisQueue(queue.name)}
          </label>
          <label>
            <input type="radio" name="where" checked={everywhere} onChange={() => setEverywhere(true)} />
            {words.pauseDialog.everyQueue}
          </label>
        </fieldset>
        {problems.other !== undefined && (
          <p className="error" role="alert">
            {problems.other}
          </p>
        )}
        <div className="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.pauseDialog.cancel}
          </button>
          <button type="submit" className="primary" disabled={working}>
            {working ? words.pauseDialog.working : words.pauseDialog.submit}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Null: done. Otherwise what stands in the way, told where it belongs. */
async function pause(personId: string, queueId: string | null, reason: string): Promise<Problems | null> {
  try {
    const { queueMemberPause } = await ask(PauseMemberDocument, { personId, queueId, reason });
    const errors = queueMemberPause?.userErrors ?? [];
    if (errors.length === 0) return null;
    const isAboutReason = (path: readonly string[] | null) => path?.at(-1) === 'reason';
    const text = (some: typeof errors) => some.map(({ message }) => message).join(' ') || undefined;
    return {
      reason: text(errors.filter(({ path }) => isAboutReason(path))),
      other: text(errors.filter(({ path }) => !isAboutReason(path))),
    };
  } catch (error) {
    return { other: messageOf(error) };
  }
}
