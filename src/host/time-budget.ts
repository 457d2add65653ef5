/** How long one piece of work may take. */
export interface TimeBudgetOptions {
  readonly limitMs: number;
  /**
   * Milliseconds of processor time that the work has had since it began; undefined where that is not known.
   */
  readonly used: () => number | undefined;
  /** A clock that never goes back, in milliseconds. Default: that of this process. */
  readonly now?: () => number;
}

export interface TimeBudget {
  /**
   * Asked when the time that was announced before has passed; `over` says what was exceeded, such as `did not
   * end within 30 s of processor time`.
   */
  look(): { readonly lookInMs: number } | { readonly over: string };
}

/**
 * Whatever the processor time, nothing runs for ever: at most this many times the limit, and never less than
 * this long.
 */
const MOST_OF_CLOCK = 20;
const MOST_MS = 600_000;
/** Work has to do nothing for at least this long before that is reported. */
const IDLE_MS = 5_000;
/**
 * Of the processor, meanwhile: what waits for something outside has less, what waits for the processor has
 * more on the busiest machine.
 */
const LEAST_OF_PROCESSOR = 0.002;

/**
 * The limit of one piece of work, as a verdict about the work and not about the machine. It is reached
 * - when it has passed by the clock and the work has had that much processor time;
 * - when the work has done nothing for so long, and for 5 seconds at least: it waits for something outside;
 * - at 20 times the limit by the clock, and not before 10 minutes, whatever the processor.
 *
 * Time in which this process itself was stopped does not count. The first look is due after the limit.
 */
export function timeBudget({ limitMs, used, now = () => performance.now() }: TimeBudgetOptions): TimeBudget {
  const mostMs = Math.max(limitMs * MOST_OF_CLOCK, MOST_MS);
  const idleMs = Math.max(limitMs, IDLE_MS);
  let looked = now();
  let planned = limitMs;
  let awake = 0;
  let mark = { awake: 0, usedMs: 0 };
  return {
    look() {
      const at = now();
      // A timer that fires late by as much as it was set for was not kept by the machine's load alone.
      awake += Math.min(at - looked, 2 * planned);
      looked = at;
      const usedMs = used();
      if (awake >= mostMs) return { over: `did not end within ${seconds(mostMs)}` };
      if (usedMs !== undefined) {
        if (awake >= limitMs && usedMs >= limitMs)
          return { over: `did not end within ${seconds(limitMs)} of processor time` };
        if (awake - mark.awake >= idleMs) {
          if (usedMs - mark.usedMs < LEAST_OF_PROCESSOR * (awake - mark.awake))
            return { over: `did nothing for ${seconds(idleMs)}` };
          mark = { awake, usedMs };
        }
      }
      planned = Math.min(limitMs, Math.max(limitMs - awake, limitMs - (usedMs ?? 0), limitMs / 10, 1));
      return { lookInMs: planned };
    },
  };
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
