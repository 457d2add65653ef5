import { interrupted } from './http-client-errors.js';

/** Lets a limited number of requests run at once and adapts the limit to what the API server bears. */
export interface RequestQueue {
  /** Waits for a slot; rejects with INTERRUPTED when the signal aborts first. */
  acquire(signal?: AbortSignal): Promise<void>;
  release(): void;
  /** The server said "too many": half as many at once, and none before the pause is over. */
  slowDown(pauseMs: number): void;
  /** The server answered well: slowly up to the maximum again. */
  speedUp(): void;
  /** How many may run at once now. */
  readonly limit: number;
}

/**
 * A queue with additive increase and multiplicative decrease, as TCP does it: API Priority and Fairness is
 * the server's limit, and it answers with 429.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/flow-control/
 */
export function createRequestQueue(maximum: number): RequestQueue {
  const waiting = new Set<() => void>();
  let limit = maximum;
  let active = 0;
  let pausedUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  const pump = (): void => {
    clearTimeout(timer);
    const pause = pausedUntil - Date.now();
    if (pause > 0) {
      // No timer without anybody who waits: it would keep the process alive.
      if (waiting.size > 0) timer = setTimeout(pump, pause);
      return;
    }
    for (const start of waiting) {
      if (active >= Math.max(1, Math.floor(limit))) return;
      waiting.delete(start);
      active += 1;
      start();
    }
  };

  return {
    get limit() {
      return Math.max(1, Math.floor(limit));
    },
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(interrupted(signal.reason));
        const onAbort = (): void => {
          waiting.delete(start);
          pump();
          reject(interrupted(signal?.reason));
        };
        const start = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.add(start);
        pump();
      });
    },
    release() {
      active -= 1;
      pump();
    },
    slowDown(pauseMs) {
      const until = Date.now() + pauseMs;
      // Answers of one burst arrive together: they count once.
      if (pausedUntil <= Date.now()) limit = Math.max(1, limit / 2);
      pausedUntil = Math.max(pausedUntil, until);
    },
    speedUp() {
      limit = Math.min(maximum, limit + 1 / limit);
    },
  };
}
