import { GitopsError } from '../../errors.js';

/** Commands that were started are killed two seconds after they were asked to end. */
const LAST_MS = 2500;

/**
 * The result of work that changes nothing, and at the first Ctrl-C its end: what is in flight, such as the
 * rendering of a large repository, is not waited for.
 *
 * @param lastMs milliseconds that the work has to end by itself after the signal
 * @throws GitopsError INTERRUPTED
 */
export async function endSoon<Result>(
  signal: AbortSignal,
  work: Promise<Result>,
  lastMs: number = LAST_MS,
): Promise<Result> {
  let stop = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      timer = setTimeout(() => reject(new GitopsError('INTERRUPTED', 'interrupted; nothing was changed')), lastMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    stop();
  }
}
