import type { RetryPolicy } from './retry-policy.js';

/**
 * The wait before the next try, in milliseconds; undefined when there is no further try. Pure.
 *
 * @param retries tries that were made after the first one
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/pkg/apis/application/v1alpha1/types.go
 * `RetryStrategy.NextRetryAt`
 */
export function retryDelay(
  { limit, durationMs, factor, maxDurationMs }: RetryPolicy,
  retries: number,
): number | undefined {
  if (limit >= 0 && retries >= limit) return undefined;
  const wait = Math.max(0, durationMs * factor ** retries);
  return maxDurationMs > 0 ? Math.min(maxDurationMs, wait) : wait;
}
