import { interrupted } from '../transport/http-client-errors.js';
import { linkSignals } from '../transport/signals.js';
import { sentences } from './sentences.js';
import { type CauseReader, createCauseReader } from './wait-cause.js';
import { Following, type Tracked, track } from './wait-following.js';
import type { WaitOptions } from './wait-options.js';
import type { WaitOutcome, WaitResult } from './wait-target.js';

/**
 * Waits until all objects are healthy at the same time, by watch: no polling. Ends early when one cannot
 * become healthy any more, such as a failed Job, or a Deployment whose new pods cannot pull their image; its
 * verdict then says what the pods say.
 *
 * @returns one outcome for each object, in their order
 * @throws GitopsError INTERRUPTED when the signal aborts, CLUSTER_FORBIDDEN when a kind may not be listed or
 * watched
 */
export async function waitForHealth(options: WaitOptions): Promise<readonly WaitOutcome[]> {
  if (options.signal?.aborted) throw interrupted(options.signal.reason);
  const tracked = options.objects.map(track);
  const ending = new AbortController();
  const { signal, release } = linkSignals(ending.signal, options.signal);
  try {
    const results = await new Following(tracked, options, signal).results;
    const causes = createCauseReader(options.client, options.logs, signal);
    return await Promise.all(tracked.map((one, index) => toOutcome(one, results[index]!, causes)));
  } finally {
    ending.abort();
    release();
  }
}

/** Where neither the object nor its pods say why, the latest Warning event may. */
async function toOutcome(
  { target, object, assessment }: Tracked,
  result: WaitResult,
  causes: CauseReader,
): Promise<WaitOutcome> {
  const verdict = assessment?.verdict;
  if (!verdict) return { target, result };
  if (!object || (result !== 'failed' && result !== 'timeout')) return { target, result, verdict };
  const cause = await causes.causeOf(object, assessment, result);
  const message = assessment.isExplained ? verdict.message : sentences(verdict.message, cause.events[0]);
  return { target, result, verdict: message ? { ...verdict, message } : verdict, cause };
}
