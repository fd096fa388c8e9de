/** What can be done with a callout as it stands. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import {
  type AttemptStatus,
  type CalloutFieldsFragment,
  PauseCalloutDocument,
  ResumeCalloutDocument,
  RetryCalloutDocument,
  StartCalloutDocument,
  StopCalloutDocument,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Problem, Refusal } from '../ui/problem';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { deeds } from './progress';
import { words as translations } from './words';

interface ActionsProps {
  callout: CalloutFieldsFragment;
  onPopulate: () => void;
}

export function Actions({ callout: { id, status }, onPopulate }: ActionsProps) {
  const { deeds: words } = useWords(translations);
  const [asking, setAsking] = useState<'stop' | 'retry' | null>(null);
  const { working, errors, problem, act } = useAction();
  const may = deeds(status);
  const end = () => setAsking(null);

  return (
    <>
      <Refusal errors={errors} />
      <Problem problem={problem} />
      {may.has('populate') && (
        <button type="button" onClick={onPopulate}>
          <Icon name="add" /> {words.populate}
        </button>
      )}
      {may.has('retry') && (
        <button type="button" onClick={() => setAsking('retry')}>
          <Icon name="again" /> {words.retry}
        </button>
      )}
      {may.has('pause') && (
        <button
          type="button"
          disabled={working}
          onClick={() => void act(async () => (await ask(PauseCalloutDocument, { id })).calloutPause)}
        >
          <Icon name="PAUSED" /> {words.pause}
        </button>
      )}
      {may.has('stop') && (
        <button type="button" className="danger" onClick={() => setAsking('stop')}>
          <Icon name="stop" /> {words.stop}
        </button>
      )}
      {may.has('resume') && (
        <button
          type="button"
          className="primary"
          disabled={working}
          onClick={() => void act(async () => (await ask(ResumeCalloutDocument, { id })).calloutResume)}
        >
          <Icon name="resume" /> {words.resume}
        </button>
      )}
      {may.has('start') && (
        <button
          type="button"
          className="primary"
          disabled={working}
          onClick={() => void act(async () => (await ask(StartCalloutDocument, { id })).calloutStart)}
        >
          <Icon name="resume" /> {words.start}
        </button>
      )}
      {asking === 'stop' && <StopDialog id={id} onClose={end} />}
      {asking === 'retry' && <RetryDialog id={id} onClose={end} />}
    </>
  );
}

function StopDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { stop: words, deeds: names } = useWords(translations);
  const { cancel } = useWords(common);
  const [hangUp, setHangUp] = useState(false);
  const { working, errors, problem, act } = useAction();

  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    void act(async () => (await ask(StopCalloutDocument, { id, hangUp })).calloutStop, close);
  };

  return (
    <Dialog title={words.title} onClose={onClose}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)}>
          <p>{words.what}</p>
          <label className="check">
            <input type="checkbox" checked={hangUp} onChange={() => setHangUp(!hangUp)} /> {words.hangUp}
          </label>
          <Refusal errors={errors} />
          <Problem problem={problem} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="danger" disabled={working}>
              {names.stop}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

const inVain: readonly AttemptStatus[] = ['NOT_ANSWERED', 'BUSY', 'FAILED', 'ERRORED', 'EXPIRED'];

function RetryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { retry: words, attempt, deeds: names } = useWords(translations);
  const { cancel, close: closeText } = useWords(common);
  const [statuses, setStatuses] = useState<readonly AttemptStatus[]>(inVain);
  const [retried, setRetried] = useState<number | null>(null);
  const { working, errors, problem, act } = useAction();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act(
      async () => (await ask(RetryCalloutDocument, { id, statuses: [...statuses] })).calloutRetry,
      (answer) => setRetried(answer.retried ?? 0),
    );
  };

  return (
    <Dialog title={words.title} onClose={onClose}>
      {(close) =>
        retried !== null ? (
          <form method="dialog">
            <p role="status">{words.done(retried)}</p>
            <div className="actions">
              <button type="submit" className="primary" autoFocus>
                {closeText}
              </button>
            </div>
          </form>
        ) : (
          <form onSubmit={submit}>
            <p>{words.what}</p>
            <fieldset className="where">
              {inVain.map((status) => (
                <label key={status} className="check">
                  <input
                    type="checkbox"
                    checked={statuses.includes(status)}
                    onChange={(event) =>
                      setStatuses(
                        event.target.checked
                          ? [...statuses, status]
                          : statuses.filter((other) => other !== status),
                      )
                    }
                  />
                  {attempt[status]}
                </label>
              ))}
            </fieldset>
            <Refusal errors={errors} />
            <Problem problem={problem} />
            <div className="actions">
              <button type="button" onClick={close}>
                {cancel}
              </button>
              <button type="submit" className="primary" disabled={working || statuses.length === 0}>
                {names.retry}
              </button>
            </div>
          </form>
        )
      }
    </Dialog>
  );
}
