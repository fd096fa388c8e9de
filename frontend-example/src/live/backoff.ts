/** How long to wait before attempt number `attempt` (0 for the first retry). */
export interface BackOff {
  /** Ceiling of the first wait, in milliseconds; doubles with each attempt. */
  firstMs: number;
  /** Ceiling no wait exceeds, in milliseconds. */
  longestMs: number;
}

export const defaultBackOff: BackOff = { firstMs: 500, longestMs: 15_000 };

/**
 * Milliseconds to wait: at least half the ceiling, the rest by chance, so that the dashboards of a whole floor
 * do not come back in the same instant after a restart. `chance` is in [0, 1).
 */
export function waitBefore(attempt: number, { firstMs, longestMs }: BackOff, chance: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
  return ceiling / 2 + (chance * ceiling) / 2;
}
