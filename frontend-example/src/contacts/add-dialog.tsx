/** A contact more; whoever has the number already is changed instead. */
import type { FormEvent } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { UpsertContactDocument } from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { words as translations } from './words';

export function AddDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const words = useWords(translations);
  const { cancel } = useWords(common);
  const { working, errors, problem, act } = useAction();

  const submit = (event: FormEvent<HTMLFormElement>, close: () => void) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
    };
    const input = { number: text('number') ?? '', name: text('name'), country: text('country') };
    void act(
      async () => (await ask(UpsertContactDocument, { input })).contactUpsert,
      () => {
        onAdded();
        close();
      },
    );
  };

  return (
    <Dialog title={words.addDialog.title} onClose={onClose}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <label className="field">
            {words.number}
            <input name="number" type="tel" required autoFocus autoComplete="off" />
          </label>
          <label className="field">
            {words.name}
            <input name="name" autoComplete="off" />
          </label>
          <label className="field">
            {words.addDialog.country}
            <input name="country" maxLength={2} size={3} autoComplete="off" />
            <span className="hint">{words.addDialog.countryHow}</span>
          </label>
          <Refusal errors={errors} />
          <Problem problem={problem} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="primary" disabled={working}>
              {words.addDialog.submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
