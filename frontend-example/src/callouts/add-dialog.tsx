/** Adds contacts to a callout, after having shown whom it would be, and who would be skipped and why. */
import { type FormEvent, useDeferredValue, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import {
  CreatePopulationDocument,
  PopulationPreviewDocument,
  type PopulationPreviewQuery,
  QueuePopulationDocument,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { Tag } from '../ui/tag';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { everybody, filterOf } from './audience';
import { words as translations } from './words';

export function AddDialog({ calloutId, onClose }: { calloutId: string; onClose: () => void }) {
  const { addDialog: words } = useWords(translations);
  const { cancel, loading } = useWords(common);
  const [audience, setAudience] = useState(everybody);
  const filter = filterOf(useDeferredValue(audience));
  const preview = useQuery(PopulationPreviewDocument, { calloutId, filter });
  const { working, errors, problem, act } = useAction();
  const found = preview.data?.populationPreview ?? null;

  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const input = { calloutId, filter: filterOf(audience) };
    void act(async () => {
      const { populationCreate: made } = await ask(CreatePopulationDocument, { input });
      const id = made?.population?.id;
      if (id === undefined) return made;
      return (await ask(QueuePopulationDocument, { id })).populationQueue;
    }, close);
  };

  return (
    <Dialog title={words.title} onClose={onClose} wide>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <div className="form-grid is-three">
            <label className="field">
              {words.nameHas}
              <input
                value={audience.name}
                onChange={(event) => setAudience({ ...audience, name: event.target.value })}
                autoComplete="off"
              />
            </label>
            <label className="field">
              {words.key}
              <input
                value={audience.key}
                onChange={(event) => setAudience({ ...audience, key: event.target.value })}
                aria-describedby="audience-key-how"
                autoComplete="off"
              />
            </label>
            <label className="field">
              {words.value}
              <input
                value={audience.value}
                onChange={(event) => setAudience({ ...audience, value: event.target.value })}
                autoComplete="off"
              />
            </label>
            <p className="hint is-full" id="audience-key-how">
              {words.key}: {words.keyHow}
            </p>
          </div>
          <div className="preview" aria-busy={preview.loading} aria-live="polite">
            {found === null ? <p className="empty">{loading}</p> : <Preview found={found} />}
          </div>
          <Refusal errors={errors} />
          <Problem problem={problem ?? preview.problem} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="primary" disabled={working || !found?.matched}>
              {words.submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function Preview({ found }: { found: NonNullable<PopulationPreviewQuery['populationPreview']> }) {
  const { addDialog: words, skipReason } = useWords(translations);
  if (found.matched === 0) return <p className="empty">{words.nobody}</p>;
  return (
    <>
      <p className="preview-sum">
        <strong>{words.matched(found.matched)}</strong>
        <Tag tone="good">{words.called(found.called)}</Tag>
        {found.skipped > 0 && <Tag tone="warning">{words.skipped(found.skipped)}</Tag>}
        {found.reasons.map(({ reason, count }) => (
          <span key={reason} className="hint">
            {skipReason[reason]}: {count}
          </span>
        ))}
      </p>
      <table className="data">
        <caption className="only-read">{words.sample}</caption>
        <tbody>
          {found.contacts.nodes.map(({ contactId, contact, skipped }) => (
            <tr key={contactId}>
              <th scope="row">{contact.name ?? contact.number}</th>
              <td>{contact.number}</td>
              <td>{skipped !== null && <Tag tone="warning">{skipReason[skipped]}</Tag>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
