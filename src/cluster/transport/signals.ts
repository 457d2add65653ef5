import { setMaxListeners } from 'node:events';

/** A signal that aborts with the first of others. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Releases the other signals. Call it when the work is over. */
  release(): void;
}

/**
 * `AbortSignal.any` that can be released: Node 20 keeps each of those for as long as its sources live, which
 * over many requests is a leak.
 */
export function linkSignals(...sources: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const present = sources.filter((source) => source !== undefined);
  const abort = (): void => controller.abort(present.find(({ aborted }) => aborted)?.reason);
  const release = (): void => {
    for (const source of present) source.removeEventListener('abort', abort);
  };
  for (const source of present) {
    // Many requests share one signal: that is not a leak, so Node must not warn.
    setMaxListeners(0, source);
    source.addEventListener('abort', abort, { once: true });
  }
  if (present.some(({ aborted }) => aborted)) abort();
  return { signal: controller.signal, release };
}
