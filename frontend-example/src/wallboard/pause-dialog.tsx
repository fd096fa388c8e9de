/** Asks why somebody pauses, and where. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { messageOf } from '../api/error';
import { PauseMemberDocument } from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { type Member, nameOf, type Queue } from './board';
import { words as translations } from './words';

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
  const { pauseDialog: words } = useWords(translations);
  const { cancel } = useWords(common);
  const [reason, setReason] = useState('');
  const [everywhere, setEverywhere] = useState(false);
  const [working, setWorking] = useState(false);
  const [problems, setProblems] = useState<Problems>({});

  const submit = async (event: FormEvent, close: () => void) => {
    event.preventDefault();
    if (reason.trim() === '') return setProblems({ reason: words.reasonMissing });
    setWorking(true);
    const found = await pause(personId, everywhere ? null : queue.id, reason.trim());
    setWorking(false);
    if (found === null) close();
    else setProblems(found);
  };

  return (
    <Dialog title={words.title(nameOf(member))} onClose={onDone}>
      {(close) => (
        <form onSubmit={(event) => void submit(event, close)} noValidate aria-busy={working}>
          <label className="field">
            {words.reason}
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
            {words.suggestions.map((suggestion) => (
              <button key={suggestion} type="button" className="chip" onClick={() => setReason(suggestion)}>
                {suggestion}
              </button>
            ))}
          </div>
          <fieldset className="where">
            <legend>{words.where}</legend>
            <label>
              <input type="radio" name="where" checked={!everywhere} onChange={() => setEverywhere(false)} />
              {words.thisQueue(queue.name)}
            </label>
            <label>
              <input type="radio" name="where" checked={everywhere} onChange={() => setEverywhere(true)} />
              {words.everyQueue}
            </label>
          </fieldset>
          {problems.other !== undefined && (
            <p className="error" role="alert">
              {problems.other}
            </p>
          )}
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
