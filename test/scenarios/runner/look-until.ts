import { setTimeout as sleep } from 'node:timers/promises';

export interface LookOptions<T> {
  readonly isDone: (seen: T) => boolean;
  /** What changes when something goes on: the count begins anew. Default: nothing does. */
  readonly progressOf?: (seen: T) => string;
  /** How many looks without progress are enough. */
  readonly looks: number;
  /** Called after every so many looks without progress. */
  readonly nudge?: { readonly every: number; readonly do: (seen: T, times: number) => Promise<unknown> };
  /** Default: 100. */
  readonly everyMs?: number;
}

/**
 * Looks until something is done, or as long as it goes on. Counts looks and not seconds: on a busy machine
 * each of them takes longer, as does what it waits for.
 *
 * @returns what was seen last, and whether it is done
 */
export async function lookUntil<T>(
  look: () => Promise<T>,
  options: LookOptions<T>,
): Promise<{ readonly seen: T; readonly isDone: boolean }> {
  const { isDone, progressOf = () => '', looks, nudge, everyMs = 100 } = options;
  let progress: string | undefined;
  let quiet = 0;
  let nudges = 0;
  for (;;) {
    const seen = await look();
    if (isDone(seen)) return { seen, isDone: true };
    const now = progressOf(seen);
    quiet = now === progress ? quiet + 1 : 0;
    progress = now;
    if (quiet >= looks) return { seen, isDone: false };
    if (nudge !== undefined && quiet > 0 && quiet % nudge.every === 0) await nudge.do(seen, ++nudges);
    await sleep(everyMs);
  }
}
