/** Instants, and what the clock of a time zone shows then: `2026-11-16T09:30`. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timeZone, made);
  return made;
}

/** What the clock shows at `instant` (as the API writes it, or milliseconds since the epoch), to the minute. */
export function localTime(instant: string | number, timeZone: string): string {
  const parts = formatter(timeZone).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The instant at which the clock shows `local`, in milliseconds since the epoch. Of a time that a change of clocks
 * leaves out, the instant as long after the change; of one that comes twice, the earlier.
 */
export function instantOf(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local.slice(0, 16)}:00Z`);
  const offsetAt = (instant: number) => Date.parse(`${localTime(instant, timeZone)}:00Z`) - instant;
  const before = asUtc - offsetAt(asUtc - 86_400_000);
  const after = asUtc - offsetAt(asUtc + 86_400_000);
  if (localTime(before, timeZone) === local.slice(0, 16)) return before;
  if (localTime(after, timeZone) === local.slice(0, 16)) return after;
  return before;
}
