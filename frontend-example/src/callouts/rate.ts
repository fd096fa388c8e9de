/** Attempts in each minute, for a chart that moves on by itself. Pure. */

/** When each attempt was made, by its id: an attempt that is told twice counts once. */
export type Attempts = ReadonlyMap<string, number>;

const minuteMs = 60_000;

export interface Minute {
  /** Milliseconds since the epoch at which it began. */
  startsAt: number;
  count: number;
}

/** The last `minutes` minutes, the earliest first, the one that is going on among them. */
export function perMinute(attempts: Attempts, now: number, minutes: number): Minute[] {
  const current = Math.floor(now / minuteMs);
  const counts = new Map<number, number>();
  for (const at of attempts.values()) {
    const minute = Math.floor(at / minuteMs);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return Array.from({ length: minutes }, (_, index) => {
    const minute = current - minutes + 1 + index;
    return { startsAt: minute * minuteMs, count: counts.get(minute) ?? 0 };
  });
}

/** With one attempt more, and without those that no chart of `minutes` would show. */
export function withAttempt(attempts: Attempts, id: string, at: number, minutes: number): Attempts {
  const known = attempts.get(id);
  if (known !== undefined && known <= at) return attempts;
  const oldest = at - minutes * minuteMs;
  return new Map([...attempts].filter(([, when]) => when >= oldest)).set(id, at);
}

/** The end of the scale: a round number that is no less than any count. */
export function scaleEnd(minutes: readonly Minute[]): number {
  const most = Math.max(4, ...minutes.map(({ count }) => count));
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 4, 5, 10].map((factor) => factor * step).find((end) => end >= most) ?? most;
}
