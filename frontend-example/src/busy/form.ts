/** What the form of a busy time says, and what the API is asked for by it. */
import type { BusyFieldsFragment, BusyInput } from '../operations/generated';

type Weekday = NonNullable<BusyFieldsFragment['weekday']>;

export interface BusyForm {
  when: 'weekly' | 'dated';
  weekday: Weekday;
  date: string;
  isWholeDay: boolean;
  startsAt: string;
  endsAt: string;
  required: boolean;
  dayOff: boolean;
  reason: string;
}

export function formOf(entry: BusyFieldsFragment | null, today: string): BusyForm {
  return {
    when: entry === null || entry.weekday !== null ? 'weekly' : 'dated',
    weekday: entry?.weekday ?? 'MONDAY',
    date: entry?.date ?? today,
    isWholeDay: entry === null || entry.startsAt === null,
    startsAt: entry?.startsAt ?? '09:00',
    endsAt: entry?.endsAt ?? '14:00',
    required: entry?.required ?? true,
    dayOff: entry?.dayOff ?? false,
    reason: entry?.reason ?? '',
  };
}

/** Only a required whole day of a date can be a day off. */
export function mayBeDayOff(form: BusyForm): boolean {
  return form.when === 'dated' && form.isWholeDay && form.required;
}

/** All of it, also what is null: an update is to forget what was said before. */
export function inputOf(form: BusyForm): Required<BusyInput> {
  const isWeekly = form.when === 'weekly';
  return {
    weekday: isWeekly ? form.weekday : null,
    date: isWeekly ? null : form.date,
    startsAt: form.isWholeDay ? null : form.startsAt,
    endsAt: form.isWholeDay ? null : form.endsAt,
    required: form.required,
    dayOff: mayBeDayOff(form) && form.dayOff,
    reason: form.reason.trim(),
  };
}
