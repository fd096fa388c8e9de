/** A busy time, new or changed. */
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client';
import { useAction } from '../api/use-action';
import { weekdayName } from '../dates/format';
import { BusyAddDocument, type BusyFieldsFragment, BusyUpdateDocument } from '../operations/generated';
import { weekdays } from '../timetable/busy';
import { Dialog } from '../ui/dialog';
import { Problem, Refusal } from '../ui/problem';
import { useLanguage, useWords } from '../words/language';
import { type BusyForm, formOf, inputOf, mayBeDayOff } from './form';
import { words } from './words';

interface BusyDialogProps {
  personId: string;
  /** Null: a new one. */
  entry: BusyFieldsFragment | null;
  today: string;
  onClose: () => void;
  onChanged: () => void;
}

export function BusyDialog({ personId, entry, today, onClose, onChanged }: BusyDialogProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { act, errors, problem, working } = useAction();
  const [form, setForm] = useState(() => formOf(entry, today));
  const set = (part: Partial<BusyForm>) => setForm((before) => ({ ...before, ...part }));

  const submit = (event: FormEvent, close: () => void) => {
    event.preventDefault();
    const input = inputOf(form);
    void act(
      async () =>
        entry === null
          ? (await ask(BusyAddDocument, { personId, input })).busyAdd
          : (await ask(BusyUpdateDocument, { id: entry.id, input })).busyUpdate,
      () => {
        onChanged();
        close();
      },
    );
  };

  return (
    <Dialog title={entry === null ? w.add : w.editOf(entry.reason)} onClose={onClose}>
      {(close) => (
        <form className="busy-form" onSubmit={(event) => submit(event, close)} aria-busy={working}>
          <label className="field">
            {w.reason}
            <input
              value={form.reason}
              onChange={(event) => set({ reason: event.target.value })}
              maxLength={200}
              required
              autoFocus
              autoComplete="off"
            />
            <span className="hint">{w.reasonHow}</span>
          </label>
          <fieldset className="choice-row">
            <legend className="only-read">{w.when}</legend>
            {(['weekly', 'dated'] as const).map((when) => (
              <label key={when} className="check">
                <input type="radio" name="when" checked={form.when === when} onChange={() => set({ when })} />{' '}
                {w[when]}
              </label>
            ))}
          </fieldset>
          {form.when === 'weekly' ? (
            <label className="field">
              {w.weekday}
              <select
                value={form.weekday}
                onChange={(event) => set({ weekday: event.target.value as BusyForm['weekday'] })}
              >
                {weekdays.map((weekday, at) => (
                  <option key={weekday} value={weekday}>
                    {weekdayName(at, language)}
                  </option>
                ))}
              </select>
            </label>
          ) : (
            <label className="field">
              {w.date}
              <input
                type="date"
                value={form.date}
                onChange={(event) => set({ date: event.target.value })}
                required
              />
            </label>
          )}
          <label className="check">
            <input
              type="checkbox"
              checked={form.isWholeDay}
              onChange={(event) => set({ isWholeDay: event.target.checked })}
            />{' '}
            {w.wholeDay}
          </label>
          {!form.isWholeDay && (
            <div className="choice-row">
              <label className="field">
                {w.from}
                <input
                  type="time"
                  value={form.startsAt}
                  onChange={(event) => set({ startsAt: event.target.value })}
                  required
                />
              </label>
              <label className="field">
                {w.until}
                <input
                  type="time"
                  value={form.endsAt}
                  onChange={(event) => set({ endsAt: event.target.value })}
                  required
                />
              </label>
            </div>
          )}
          <fieldset className="stack-small">
            <legend className="only-read">{w.required}</legend>
            {([true, false] as const).map((required) => (
              <label key={String(required)} className="check">
                <input
                  type="radio"
                  name="required"
                  checked={form.required === required}
                  onChange={() => set({ required })}
                />{' '}
                {required ? w.required : w.optional}
                <span className="hint">{required ? w.requiredHow : w.optionalHow}</span>
              </label>
            ))}
          </fieldset>
          {mayBeDayOff(form) && (
            <label className="check">
              <input
                type="checkbox"
                checked={form.dayOff}
                onChange={(event) => set({ dayOff: event.target.checked })}
              />{' '}
              {w.dayOff}
            </label>
          )}
          <Problem problem={problem} />
          <Refusal errors={errors} />
          <div className="actions">
            <button type="button" onClick={close}>
              {w.cancel}
            </button>
            <button type="submit" className="primary" disabled={working}>
              {w.save}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
