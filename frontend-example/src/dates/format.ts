/** Days and times as people of a language write them. Days without a time are `2026-11-16` and belong to no zone. */

/** One formatter for each language and form; making one is slow, and grids need hundreds of answers. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  // English as it is written in Europe: the day before the month.
  const made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
  formatters.set(key, made);
  return made;
}

function midday(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

/** `Mon 16 Nov`. */
export function dayShort(date: string, language: string): string {
  return formatter(language, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    midday(date),
  );
}

/** `16 Nov`. */
export function dayOfMonth(date: string, language: string): string {
  return formatter(language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(midday(date));
}

/** `Monday, 16 November`. */
export function dayLong(date: string, language: string): string {
  return formatter(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    midday(date),
  );
}

/** `16 – 22 Nov 2026`. */
export function daysBetween(from: string, to: string, language: string): string {
  return formatter(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatRange(midday(from), midday(to));
}

/** `Mon`, of 0 for Monday to 6 for Sunday. */
export function weekdayName(weekday: number, language: string, form: 'short' | 'long' = 'long'): string {
  return formatter(language, { weekday: form, timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, 1 + weekday, 12)),
  );
}

/** `November 2026`. */
export function monthName(date: string, language: string): string {
  return formatter(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(midday(date));
}

/** `14:05` at `instant`, by the clock of `timeZone`. */
export function clockTime(instant: string, timeZone: string, language: string): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    new Date(instant),
  );
}

/** `16 Nov 2026, 14:05` at `instant`, by the clock of `timeZone`; absent: of this machine. */
export function moment(instant: string, language: string, timeZone?: string): string {
  return formatter(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(instant));
}
