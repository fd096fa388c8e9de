/** The fields by which somebody says when it happens again. */
import { weekdayName } from '../dates/format';
import { useLanguage, useWords } from '../words/language';
import { dayCodeOf, dayCodes, frequencies, ordinals, type RuleForm, ruleOf } from './rule';
import { words } from './words';

interface RuleFieldsProps {
  rule: RuleForm;
  start: string;
  onChange: (rule: RuleForm) => void;
}

export function RuleFields({ rule, start, onChange }: RuleFieldsProps) {
  const w = useWords(words);
  const language = useLanguage();
  const set = (part: Partial<RuleForm>) => onChange({ ...rule, ...part });
  const isOf = rule.kind !== 'once' && rule.kind !== 'own';
  const choose = (kind: RuleForm['kind']) => {
    // What the form said so far is where an own rule begins.
    if (kind === 'own') set({ kind, text: ruleOf(rule) ?? rule.text });
    else
      set({
        kind,
        days: kind === 'WEEKLY' && rule.days.length === 0 ? [dayCodeOf(start.slice(0, 10))] : rule.days,
      });
  };
  return (
    <fieldset className="rule">
      <legend>{w.rule.title}</legend>
      <label>
        <span className="only-read">{w.rule.title}</span>
        <select value={rule.kind} onChange={(e) => choose(e.target.value as RuleForm['kind'])}>
          {(['once', ...frequencies, 'own'] as const).map((kind) => (
            <option key={kind} value={kind}>
              {w.rule.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      {rule.kind === 'own' && (
        <label className="field">
          {w.rule.text}
          <input
            value={rule.text}
            onChange={(e) => set({ text: e.target.value })}
            spellCheck={false}
            autoComplete="off"
          />
        </label>
      )}
      {isOf && (
        <label className="check">
          {w.rule.every}
          <input
            type="number"
            min={1}
            max={999}
            value={rule.interval}
            onChange={(e) => set({ interval: Math.max(1, Number(e.target.value)) })}
          />
          {w.rule.unit[rule.kind as (typeof frequencies)[number]]}
        </label>
      )}
      {rule.kind === 'WEEKLY' && (
        <fieldset className="weekdays">
          <legend className="only-read">{w.rule.onDays}</legend>
          {dayCodes.map((day, at) => (
            <label key={day}>
              <input
                type="checkbox"
                checked={rule.days.includes(day)}
                onChange={(e) =>
                  set({
                    days: e.target.checked ? [...rule.days, day] : rule.days.filter((each) => each !== day),
                  })
                }
              />
              <span>{weekdayName(at, language, 'short')}</span>
            </label>
          ))}
        </fieldset>
      )}
      {rule.kind === 'MONTHLY' && (
        <>
          <label className="check">
            <input
              type="radio"
              name="monthly"
              checked={rule.monthly === 'date'}
              onChange={() => set({ monthly: 'date' })}
            />{' '}
            {w.rule.byDate}
          </label>
          <label className="check">
            <input
              type="radio"
              name="monthly"
              checked={rule.monthly === 'weekday'}
              onChange={() => set({ monthly: 'weekday' })}
            />{' '}
            {w.rule.byWeekday}
          </label>
          {rule.monthly === 'weekday' && (
            <div className="choice-row">
              <select
                aria-label={w.rule.ordinalLabel}
                value={rule.ordinal}
                onChange={(e) => set({ ordinal: Number(e.target.value) })}
              >
                {ordinals.map((ordinal) => (
                  <option key={ordinal} value={ordinal}>
                    {w.rule.ordinal[`${ordinal}`]}
                  </option>
                ))}
              </select>
              <select
                aria-label={w.rule.weekday}
                value={rule.weekday}
                onChange={(e) => set({ weekday: e.target.value as RuleForm['weekday'] })}
              >
                {dayCodes.map((day, at) => (
                  <option key={day} value={day}>
                    {weekdayName(at, language)}
                  </option>
                ))}
              </select>
            </div>
          )}
        </>
      )}
      {isOf && (
        <div className="choice-row">
          <label className="check">
            {w.rule.ends}
            <select value={rule.ends} onChange={(e) => set({ ends: e.target.value as RuleForm['ends'] })}>
              <option value="never">{w.rule.never}</option>
              <option value="count">{w.rule.count}</option>
              <option value="until">{w.rule.until}</option>
            </select>
          </label>
          {rule.ends === 'count' && (
            <label className="check">
              <input
                type="number"
                min={1}
                max={9_999}
                value={rule.count}
                aria-label={w.rule.times}
                onChange={(e) => set({ count: Math.max(1, Number(e.target.value)) })}
              />
              {w.rule.times}
            </label>
          )}
          {rule.ends === 'until' && (
            <input
              type="date"
              aria-label={w.rule.until}
              value={rule.until}
              onChange={(e) => set({ until: e.target.value })}
            />
          )}
        </div>
      )}
    </fieldset>
  );
}
