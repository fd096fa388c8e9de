/** A recurrence rule of RFC 5545 as a form can say it, and back. What a form cannot say stays a text. */

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];
export const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type DayCode = (typeof dayCodes)[number];

/** Which weekday of the month: 1 to 4 from its beginning, -1 for the last. */
export const ordinals = [1, 2, 3, 4, -1] as const;

export interface RuleForm {
  /** `once`: no rule; `own`: the rule is `text`. */
  kind: 'once' | 'own' | Frequency;
  interval: number;
  /** Of a week; none: the weekday of the start. */
  days: readonly DayCode[];
  /** Of a month: by the day that the start has, or by a weekday. */
  monthly: 'date' | 'weekday';
  ordinal: number;
  weekday: DayCode;
  ends: 'never' | 'count' | 'until';
  count: number;
  until: string;
  text: string;
}

/** `start`: what the clock shows at the first, `2026-11-16T09:30`. */
export function newRule(start: string): RuleForm {
  const date = start.slice(0, 10);
  const day = Number(date.slice(8));
  return {
    kind: 'once',
    interval: 1,
    days: [],
    monthly: 'date',
    ordinal: day > 28 ? -1 : Math.ceil(day / 7),
    weekday: dayCodeOf(date),
    ends: 'never',
    count: 10,
    until: `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`,
    text: '',
  };
}

export function dayCodeOf(date: string): DayCode {
  return dayCodes[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
}

/** Null: it happens once. */
export function ruleOf(form: RuleForm): string | null {
  if (form.kind === 'once') return null;
  if (form.kind === 'own') return form.text.trim() === '' ? null : form.text.trim();
  const parts = [`FREQ=${form.kind}`];
  if (form.interval > 1) parts.push(`INTERVAL=${form.interval}`);
  if (form.ends === 'count') parts.push(`COUNT=${form.count}`);
  if (form.ends === 'until') parts.push(`UNTIL=${form.until.replaceAll('-', '')}T235959`);
  if (form.kind === 'WEEKLY' && form.days.length > 0)
    parts.push(`BYDAY=${dayCodes.filter((day) => form.days.includes(day)).join(',')}`);
  if (form.kind === 'MONTHLY' && form.monthly === 'weekday')
    parts.push(`BYDAY=${form.ordinal}${form.weekday}`);
  return parts.join(';');
}

/** The form of a rule that is there; `own` if it says more than the form can. */
export function formOfRule(rule: string | null, start: string): RuleForm {
  const fresh = newRule(start);
  if (rule === null) return fresh;
  const own: RuleForm = { ...fresh, kind: 'own', text: rule };
  const parts = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));
  const taken = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY'];
  const kind = frequencies.find((each) => each === parts.get('FREQ'));
  if (kind === undefined || [...parts.keys()].some((key) => !taken.includes(key))) return own;

  const form: RuleForm = { ...fresh, kind, interval: Number(parts.get('INTERVAL') ?? 1) };
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL');
  if (count !== undefined) Object.assign(form, { ends: 'count', count: Number(count) });
  if (until !== undefined) {
    const day = /^(\d{4})(\d{2})(\d{2})(T235959)?$/.exec(until);
    if (day === null) return own;
    Object.assign(form, { ends: 'until', until: day.slice(1, 4).join('-') });
  }
  const byDay = parts.get('BYDAY');
  if (byDay === undefined) return form;
  if (kind === 'WEEKLY') {
    const days = byDay.split(',');
    return days.every(isDayCode) ? { ...form, days } : own;
  }
  const nth = /^(-1|[1-4])(\w\w)$/.exec(byDay);
  if (kind !== 'MONTHLY' || nth === null || !isDayCode(nth[2] ?? '')) return own;
  return { ...form, monthly: 'weekday', ordinal: Number(nth[1]), weekday: nth[2] as DayCode };
}

function isDayCode(text: string): text is DayCode {
  return (dayCodes as readonly string[]).includes(text);
}
