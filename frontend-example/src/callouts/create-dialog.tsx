/** A new callout: what is said to whoever answers, over which telephone system, how fast, how often, when. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import {
  CalloutChoicesDocument,
  type CalloutCreateInput,
  type CalloutScriptKind,
  CreateCalloutDocument,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { common } from '../words/common';
import { useWords } from '../words/language';
import { type CalloutForm, inputOf, scriptField } from './form';
import { words as translations } from './words';

interface CreateDialogProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

const kinds: readonly CalloutScriptKind[] = ['SAY', 'PLAY', 'CONNECT', 'FLOW'];

export function CreateDialog({ onClose, onCreated }: CreateDialogProps) {
  const { form: words, script: scripts } = useWords(translations);
  const { cancel } = useWords(common);
  const choices = useQuery(CalloutChoicesDocument, {});
  const { working, errors, problem, act } = useAction();
  const [kind, setKind] = useState<CalloutScriptKind>('SAY');

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: keyof CalloutForm) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const input: CalloutCreateInput = inputOf({
      name: text('name'),
      kind,
      script: text('script'),
      providerId: text('providerId'),
      perSecond: text('perSecond'),
      atOnce: text('atOnce'),
      attempts: text('attempts'),
      delayMinutes: text('delayMinutes'),
      from: text('from'),
      until: text('until'),
      detectMachine: data.has('detectMachine'),
    });
    void act(
      async () => (await ask(CreateCalloutDocument, { input })).calloutCreate,
      ({ callout }) => {
        if (callout !== null) onCreated(callout.id);
      },
    );
  };

  const providers = choices.data?.providers ?? [];
  const flows = choices.data?.flows.nodes ?? [];
  const field = scriptField(kind);
  return (
    <Dialog title={words.title} onClose={onClose} wide>
      {(close) => (
        <form onSubmit={submit} aria-busy={working}>
          <div className="form-grid">
            <label className="field is-full">
              {words.name}
              <input name="name" required maxLength={120} autoFocus autoComplete="off" />
            </label>
            <label className="field">
              {words.script}
              <select value={kind} onChange={(event) => setKind(event.target.value as CalloutScriptKind)}>
                {kinds
                  .filter((each) => each !== 'FLOW' || flows.length > 0)
                  .map((each) => (
                    <option key={each} value={each}>
                      {scripts[each]}
                    </option>
                  ))}
              </select>
            </label>
            <label className="field">
              {words[field]}
              {field === 'flow' ? (
                <select name="script" required>
                  {flows.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              ) : (
                <input name="script" key={field} required autoComplete="off" />
              )}
            </label>
            <label className="field">
              {words.provider}
              <select name="providerId" required>
                {providers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              {words.perSecond}
              <input name="perSecond" type="number" min={0.01} max={1000} step="any" defaultValue={1} />
            </label>
            <label className="field">
              {words.atOnce}
              <input name="atOnce" type="number" min={1} defaultValue={10} />
            </label>
            <label className="field">
              {words.attempts}
              <input name="attempts" type="number" min={1} max={100} defaultValue={3} />
            </label>
            <label className="field">
              {words.delay}
              <input name="delayMinutes" type="number" min={0} step="any" defaultValue={15} />
            </label>
            <fieldset className="hours-field">
              <legend>{words.hours}</legend>
              <label>
                <span className="only-read">{words.from}</span>
                <input name="from" type="time" defaultValue="09:00" required />
              </label>
              –
              <label>
                <span className="only-read">{words.until}</span>
                <input name="until" type="time" defaultValue="20:00" required />
              </label>
            </fieldset>
            <label className="check is-full">
              <input name="detectMachine" type="checkbox" defaultChecked /> {words.detectMachine}
            </label>
          </div>
          <Refusal errors={errors} />
          <Problem problem={problem ?? choices.problem} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="primary" disabled={working || providers.length === 0}>
              {words.submit}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
