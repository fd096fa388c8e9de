/**
 * The server's time, as well as this machine can know it, and one tick a second for all running timers.
 *
 * Timers count from instants of the server. A wall screen whose clock is off by a minute would show every call a
 * minute old, so the `Date` header of each answer corrects it. The header has whole seconds: less than two
 * seconds of difference is taken for rounding and left alone.
 */
const roundingMs = 2_000;

let offsetMs = 0;

/** Learns from the `Date` header of an answer that has just arrived. */
export function learnServerDate(header: string | null): void {
  const told = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(told)) return;
  const difference = told - Date.now();
  offsetMs = Math.abs(difference) < roundingMs ? 0 : difference;
}

/** Milliseconds since the epoch, by the server. */
export function serverNow(): number {
  return serverTimeOf(Date.now());
}

/** What the server's clock showed when this machine's showed `local`. */
export function serverTimeOf(local: number): number {
  return local + offsetMs;
}

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setTimeout> | undefined;

// Ticks on the whole second, so that all timers of all screens change together.
function scheduleTick() {
  ticking = setTimeout(
    () => {
      for (const listener of listeners) listener();
      scheduleTick();
    },
    1_000 - (serverNow() % 1_000),
  );
}

/** Calls `listener` once a second until the returned function is called. */
export function onTick(listener: () => void): () => void {
  if (listeners.size === 0) scheduleTick();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(ticking);
  };
}
