import { GitopsError } from '../../errors.js';
import type { ArgoApplication } from '../application/application.js';
import { retryDuration } from './retry-duration.js';

/** How often a failed sync is tried again, and how long each wait is. */
export interface RetryPolicy {
  /** The number of tries after the first one. A negative number has no limit. */
  readonly limit: number;
  /** The wait before the first retry, in milliseconds. With a negative number it does not wait. */
  readonly durationMs: number;
  /** The factor by which each wait is longer than the wait before it. */
  readonly factor: number;
  /** The longest wait, in milliseconds. 0 or less sets no limit. */
  readonly maxDurationMs: number;
}

/** Argo CD's defaults. A manual sync without `retry` is not tried again. */
export const DEFAULT_RETRY: RetryPolicy = { limit: 0, durationMs: 5_000, factor: 2, maxDurationMs: 180_000 };

/**
 * `spec.syncPolicy.retry` of an Argo Application, with Argo CD's defaults for missing fields; undefined when
 * it has no `retry`.
 *
 * @throws GitopsError RENDER_INVALID_APPLICATION for a text that is not a duration
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-retry-with-a-limit
 */
export function retryPolicyOf(application: ArgoApplication): RetryPolicy | undefined {
  const { retry } = application.spec.syncPolicy ?? {};
  if (!retry) return undefined;
  const { backoff = {} } = retry;
  return {
    limit: retry.limit ?? DEFAULT_RETRY.limit,
    durationMs: durationOf(application, 'duration', backoff.duration) ?? DEFAULT_RETRY.durationMs,
    factor: backoff.factor ?? DEFAULT_RETRY.factor,
    maxDurationMs: durationOf(application, 'maxDuration', backoff.maxDuration) ?? DEFAULT_RETRY.maxDurationMs,
  };
}

function durationOf({ metadata }: ArgoApplication, field: string, value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const milliseconds = retryDuration(value);
  if (milliseconds !== undefined) return milliseconds;
  throw new GitopsError(
    'RENDER_INVALID_APPLICATION',
    `Argo Application '${metadata.name}' has '${value}' as spec.syncPolicy.retry.backoff.${field}, which is not a duration`,
    { hint: "Write it as '5s' or '1m30s'." },
  );
}
