/** A call of one's own: one's telephone rings first, then the number; hung up from here. */
import { type FormEvent, useMemo, useState } from 'react';
import { ask } from '../api/client';
import { requestId } from '../api/request-id';
import { useAction } from '../api/use-action';
import { useLive } from '../api/use-live';
import { useQuery } from '../api/use-query';
import {
  CallChoicesDocument,
  HangUpDocument,
  PlaceCallDocument,
  PlacedCallChangedDocument,
  type PlacedCallChangedSubscription,
  PlacedCallDocument,
  type PlacedCallFieldsFragment,
} from '../operations/generated';
import { leads, useViewer } from '../session/viewer';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Problem, Refusal } from '../ui/problem';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { isOver } from './filter';
import { words as translations } from './words';

export function PlaceDialog({ onClose }: { onClose: () => void }) {
  const { placeDialog: words } = useWords(translations);
  const [placed, setPlaced] = useState<PlacedCallFieldsFragment | null>(null);
  return (
    <Dialog title={words.title} onClose={onClose}>
      {(close) =>
        placed === null ? (
          <Ask onPlaced={setPlaced} onCancel={close} />
        ) : (
          <Placed key={placed.id} first={placed} onAgain={() => setPlaced(null)} onClose={close} />
        )
      }
    </Dialog>
  );
}

interface AskProps {
  onPlaced: (attempt: PlacedCallFieldsFragment) => void;
  onCancel: () => void;
}

function Ask({ onPlaced, onCancel }: AskProps) {
  const { placeDialog: words } = useWords(translations);
  const { cancel } = useWords(common);
  const viewer = useViewer();
  const choices = useQuery(CallChoicesDocument, {});
  const [personId, setPersonId] = useState(viewer.person?.id ?? '');
  const [to, setTo] = useState('');
  // The same request sent again, after a lost answer, rings nobody a second time.
  const [key] = useState(requestId);
  const { working, errors, problem, act } = useAction();
  const persons = (choices.data?.persons.nodes ?? []).filter(
    ({ id, extension }) => extension !== null && (leads(viewer) || id === viewer.person?.id),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { requestId: key, personId: personId || (persons[0]?.id ?? ''), to: to.trim() };
    void act(
      async () => (await ask(PlaceCallDocument, { input })).callOriginate,
      ({ callAttempt }) => {
        if (callAttempt !== null) onPlaced(callAttempt);
      },
    );
  };

  return (
    <form onSubmit={submit} aria-busy={working}>
      <label className="field">
        {words.from}
        <select value={personId} onChange={(event) => setPersonId(event.target.value)}>
          {persons.map(({ id, name, extension }) => (
            <option key={id} value={id}>
              {name} · {extension}
            </option>
          ))}
        </select>
        <span className="hint">{words.fromHow}</span>
      </label>
      <label className="field">
        {words.to}
        <input
          type="tel"
          required
          autoFocus
          autoComplete="off"
          placeholder="+34972183000"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <Refusal errors={errors} />
      <Problem problem={problem ?? choices.problem} />
      <div className="actions">
        <button type="button" onClick={onCancel}>
          {cancel}
        </button>
        <button type="submit" className="primary" disabled={working || persons.length === 0}>
          <Icon name="dial" /> {words.submit}
        </button>
      </div>
    </form>
  );
}

interface PlacedProps {
  first: PlacedCallFieldsFragment;
  onAgain: () => void;
  onClose: () => void;
}

function Placed({ first, onAgain, onClose }: PlacedProps) {
  const { placeDialog: words } = useWords(translations);
  const { close } = useWords(common);
  const view = useMemo(() => viewOf(first.id), [first.id]);
  const { value } = useLive(view);
  const attempt = value ?? first;
  const { working, errors, problem, act } = useAction();
  const over = isOver(attempt.status);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <p className="placed" role="status" data-status={attempt.status}>
        <strong>{attempt.target}</strong>
        <span>{words.status[attempt.status]}</span>
        {attempt.problem !== null && <span className="hint">{attempt.problem}</span>}
      </p>
      <Refusal errors={errors} />
      <Problem problem={problem} />
      <div className="actions">
        {over ? (
          <button type="button" onClick={onAgain}>
            {words.again}
          </button>
        ) : (
          <button
            type="button"
            className="danger"
            disabled={working}
            onClick={() => void act(async () => (await ask(HangUpDocument, { id: attempt.id })).callHangUp)}
          >
            <Icon name="hangUp" /> {words.hangUp}
          </button>
        )}
        <button type="submit">{close}</button>
      </div>
    </form>
  );
}

function viewOf(id: string) {
  return {
    snapshot: async (signal: AbortSignal) => (await ask(PlacedCallDocument, { id }, signal)).callAttempt,
    subscription: PlacedCallChangedDocument,
    variables: (after: string) => ({ id, after }),
    change: (data: PlacedCallChangedSubscription) => data.callAttemptChanged,
    fold: (
      before: PlacedCallFieldsFragment | null,
      { callAttempt }: PlacedCallChangedSubscription['callAttemptChanged'],
    ) => callAttempt ?? before,
  };
}
