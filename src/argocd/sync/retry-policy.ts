import { GitopsError } from '../../errors.js';
import type { ArgoApplication } from '../application/application.js';
import { retryDuration } from './retry-duration.js';

/** How often and how patiently a sync that failed is tried again. */
export interface RetryPolicy {
  /** Tries after the first one; negative: without end. */
  readonly limit: number;
  /** Before the first retry, in milliseconds; below 0: at once. */
  readonly durationMs: number;
  /** What each further wait is multiplied by. */
  readonly factor: number;
  /** The longest wait, in milliseconds; 0 or less: no wait is too long. */
  readonly maxDurationMs: number;
}

/** Argo CD's defaults; without `retry` a sync that somebody starts is not tried again. */
export const DEFAULT_RETRY: RetryPolicy = { limit: 0, durationMs: 5_000, factor: 2, maxDurationMs: 180_000 };

/**
 * `spec.syncPolicy.retry` of an Argo Application, with Argo CD's defaults for what it leaves out; undefined
 * when it has none.
 *
 * @throws GitopsError RENDER_INVALID_APPLICATION for a duration that is none
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
    `Argo Application '${metadata.name}' has '${value}' as spec.syncPolicy.retry.backoff.${field}, which is no duration`,
    { hint: "Write it as '5s' or '1m30s'." },
  );
}
