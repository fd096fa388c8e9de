/** An alarm, new or changed: how long before, and step by step how somebody is reached. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { useQuery } from '../api/use-query';
import {
  AlarmChoicesDocument,
  type AlarmChoicesQuery,
  AlarmCreateDocument,
  type AlarmFieldsFragment,
  AlarmUpdateDocument,
} from '../operations/generated';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { useWords } from '../words/language';
import {
  type AlarmForm,
  formOfAlarm,
  inputOfAlarm,
  methods,
  newStep,
  type StepForm,
  withMethod,
} from './alarm-form';
import { words } from './alarm-words';
import { words as calendarWords } from './words';

interface AlarmDialogProps {
  eventId: string;
  /** Null: a new one. */
  alarm: AlarmFieldsFragment | null;
  onClose: () => void;
  onChanged: () => void;
}

export function AlarmDialog({ eventId, alarm, onClose, onChanged }: AlarmDialogProps) {
  const w = useWords(words);
  const { cancel, save } = useWords(calendarWords);
  const { data: choices } = useQuery(AlarmChoicesDocument, {});
  const { act, errors, problem, working } = useAction();
  const [form, setForm] = useState(() => formOfAlarm(alarm));
  const set = (part: Partial<AlarmForm>) => setForm((before) => ({ ...before, ...part }));
  const setStep = (at: number, step: StepForm) =>
    set({ steps: form.steps.map((each, n) => (n === at ? step : each)) });

  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const input = inputOfAlarm(form);
    void act(
      async () =>
        alarm === null
          ? (await ask(AlarmCreateDocument, { input: { ...input, eventId } })).alarmCreate
          : (await ask(AlarmUpdateDocument, { id: alarm.id, version: alarm.version, input })).alarmUpdate,
      () => {
        onChanged();
        close();
      },
    );
  };

  return (
    <Dialog title={alarm === null ? w.add : w.editOf(alarm.name ?? w.unnamed)} onClose={onClose}>
      {(close) => (
        <form onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <label className="field">
            {w.form.name}
            <input
              value={form.name}
              maxLength={80}
              autoFocus
              autoComplete="off"
              onChange={(e) => set({ name: e.target.value })}
            />
          </label>
          <div className="choice-row">
            {form.at === null && (
              <label className="field">
                {w.form.minutes}
                <input
                  type="number"
                  min={0}
                  max={84_960}
                  required
                  value={form.minutesBefore}
                  onChange={(e) => set({ minutesBefore: Number(e.target.value) })}
                />
              </label>
            )}
            <label className="field">
              {w.form.retry}
              <input
                type="number"
                min={0}
                max={1_440}
                required
                value={form.retryMinutes}
                onChange={(e) => set({ retryMinutes: Number(e.target.value) })}
              />
            </label>
          </div>
          <label className="check">
            <input
              type="checkbox"
              checked={form.hasWindow}
              onChange={(e) => set({ hasWindow: e.target.checked })}
            />{' '}
            {w.form.window}
          </label>
          {form.hasWindow && (
            <div className="choice-row">
              <label className="field">
                {w.form.from}
                <input
                  type="time"
                  required
                  value={form.from}
                  onChange={(e) => set({ from: e.target.value })}
                />
              </label>
              <label className="field">
                {w.form.until}
                <input type="time" required value={form.to} onChange={(e) => set({ to: e.target.value })} />
              </label>
            </div>
          )}
          {form.steps.map((step, at) => (
            <fieldset key={at} className="alarm-step">
              <legend>{w.form.step(at + 1)}</legend>
              <StepFields
                step={step}
                isFirst={at === 0}
                choices={choices}
                onChange={(next) => setStep(at, next)}
              />
              {form.steps.length > 1 && (
                <button
                  type="button"
                  className="quiet"
                  aria-label={w.form.removeStep(at + 1)}
                  onClick={() => set({ steps: form.steps.filter((_, n) => n !== at) })}
                >
                  {w.remove}
                </button>
              )}
            </fieldset>
          ))}
          {form.steps.length < 10 && (
            <p>
              <button
                type="button"
                className="small"
                onClick={() => set({ steps: [...form.steps, newStep()] })}
              >
                {w.form.addStep}
              </button>
            </p>
          )}
          <Problem problem={problem} />
          <Refusal errors={errors} />
          <div className="actions">
            <button type="button" onClick={close}>
              {cancel}
            </button>
            <button type="submit" className="primary" disabled={working}>
              {save}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

interface StepFieldsProps {
  step: StepForm;
  isFirst: boolean;
  choices: AlarmChoicesQuery | null;
  onChange: (step: StepForm) => void;
}

function StepFields({ step, isFirst, choices, onChange }: StepFieldsProps) {
  const w = useWords(words);
  const set = (part: Partial<StepForm>) => onChange({ ...step, ...part });
  const flows = choices?.flows.nodes.filter(({ latestVersion }) => latestVersion !== null) ?? [];
  const templates = choices?.templates.nodes.filter(({ medium }) => medium === step.method) ?? [];
  const recipients = ([step.method === 'EMAIL' ? 'email' : 'number', 'person', 'contact'] as const).filter(
    (to) => to !== 'contact' || step.contactId !== '',
  );
  return (
    <>
      <div className="choice-row">
        <label className="field">
          {w.form.how}
          <select
            value={step.method}
            onChange={(e) => onChange(withMethod(step, e.target.value as StepForm['method']))}
          >
            {methods.map((method) => (
              <option key={method} value={method}>
                {w.method[method]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {w.form.who}
          <select value={step.to} onChange={(e) => set({ to: e.target.value as StepForm['to'] })}>
            {recipients.map((to) => (
              <option key={to} value={to}>
                {w.form.to[to]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {step.to === 'number' && (
        <label className="field">
          {w.form.number}
          <input
            type="tel"
            required
            value={step.number}
            onChange={(e) => set({ number: e.target.value })}
            autoComplete="off"
          />
        </label>
      )}
      {step.to === 'email' && (
        <label className="field">
          {w.form.email}
          <input
            type="email"
            required
            value={step.email}
            onChange={(e) => set({ email: e.target.value })}
            autoComplete="off"
          />
        </label>
      )}
      {step.to === 'person' && (
        <label className="field">
          {w.form.person}
          <select required value={step.personId} onChange={(e) => set({ personId: e.target.value })}>
            <option value="">{w.form.choose}</option>
            {choices?.persons.nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {step.method === 'CALL' ? (
        <label className="field">
          {w.form.flow}
          <select required value={step.flowId} onChange={(e) => set({ flowId: e.target.value })}>
            <option value="">{w.form.choose}</option>
            {step.flowId.startsWith('flv_') && <option value={step.flowId}>{w.form.flowAsSealed}</option>}
            {flows.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          {choices !== null && flows.length === 0 && <span className="hint">{w.form.noFlow}</span>}
        </label>
      ) : (
        <label className="field">
          {w.form.template}
          <select required value={step.templateId} onChange={(e) => set({ templateId: e.target.value })}>
            <option value="">{w.form.choose}</option>
            {templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          {choices !== null && templates.length === 0 && <span className="hint">{w.form.noTemplate}</span>}
        </label>
      )}
      <div className="choice-row">
        <label className="field">
          {w.form.attempts}
          <input
            type="number"
            min={1}
            max={10}
            required
            value={step.attempts}
            onChange={(e) => set({ attempts: Number(e.target.value) })}
          />
        </label>
        {!isFirst && (
          <label className="field">
            {w.form.after}
            <input
              type="number"
              min={0}
              max={1_440}
              required
              value={step.afterMinutes}
              onChange={(e) => set({ afterMinutes: Number(e.target.value) })}
            />
          </label>
        )}
      </div>
    </>
  );
}
