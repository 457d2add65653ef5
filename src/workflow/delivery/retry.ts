import { setTimeout as pause } from 'node:timers/promises';
import { retryDelay } from '../../argocd/sync/retry-delay.js';
import { DEFAULT_RETRY, type RetryPolicy } from '../../argocd/sync/retry-policy.js';
import type { HookResult } from '../../cluster/execute/execution.js';
import type { KnownErrorCode } from '../../errors.js';
import type { SyncEvent, SyncListener } from '../api/events.js';
import { DEFAULT_TIMEOUT_MS } from '../api/options.js';
import type { ApplicationResult } from '../api/results.js';

export interface RetryOptions {
  /** Of the Argo Application. */
  readonly policy?: RetryPolicy;
  /** Takes the place of the policy's limit. */
  readonly limit?: number;
  /** The time after which retries without a limit end, in milliseconds. 0 is the default. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: SyncListener;
}

/** Errors that a repetition cannot fix, because a person has to change something first. */
const LASTING: ReadonlySet<string> = new Set<KnownErrorCode>([
  'CLUSTER_DUPLICATE_OBJECT',
  'CLUSTER_FIELD_CONFLICT',
  'CLUSTER_FORBIDDEN',
  'CLUSTER_IMMUTABLE',
  'CLUSTER_IN_THE_WAY',
  'CLUSTER_INVALID',
  'CLUSTER_INVENTORY_BROKEN',
  'CLUSTER_INVENTORY_FOREIGN',
  'CLUSTER_LOCKED',
  'CLUSTER_NOT_OURS',
  'CLUSTER_PRUNE_EMPTY',
  'CLUSTER_PRUNE_LIMIT',
  'CLUSTER_SHARED_OBJECT',
  'CLUSTER_UNAUTHORIZED',
  'CLUSTER_UNKNOWN_KIND',
  'CLUSTER_WRONG_CLUSTER',
]);

/**
 * Syncs one Argo Application. Repeats a sync that failed for a temporary reason, by the retry policy. The
 * listener receives one end, that of the last attempt.
 *
 * @param attempt makes one sync; every attempt but the first (1) plans again
 * @returns the result of the last attempt, with the actions of all attempts
 */
export async function retrying(
  options: RetryOptions,
  attempt: (number: number, onEvent: SyncListener) => Promise<ApplicationResult>,
): Promise<ApplicationResult> {
  const policy = {
    ...(options.policy ?? DEFAULT_RETRY),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
  };
  const started = Date.now();
  let total: ApplicationResult | undefined;
  for (let number = 1; ; number += 1) {
    let end: SyncEvent | undefined;
    const result = await attempt(number, (event) => {
      if (event.kind === 'finished') end = event;
      else options.onEvent(event);
    });
    total = total ? sum(total, result, number, Date.now() - started) : result;
    const delay = mayPass(result) ? retryDelay(policy, number - 1) : undefined;
    const isTooLate =
      policy.limit < 0 && Date.now() + (delay ?? 0) > started + (options.timeoutMs || DEFAULT_TIMEOUT_MS);
    if (delay === undefined || isTooLate || !(await waited(delay, result, policy, number, options))) {
      if (end) options.onEvent(end);
      return total;
    }
  }
}

/** Quotas are refused as rights are, and somebody may make room. */
function mayPass({ outcome, errors }: ApplicationResult): boolean {
  return (
    outcome === 'failed' && errors.every(({ code, message }) => !LASTING.has(code) || /exceeded quota/.test(message))
  );
}

/** @returns false when it was interrupted */
async function waited(
  delay: number,
  { application, cluster, message = 'it failed' }: ApplicationResult,
  { limit }: RetryPolicy,
  number: number,
  { signal, onEvent }: RetryOptions,
): Promise<boolean> {
  const which = limit < 0 ? `retry ${number}` : `retry ${number} of ${limit}`;
  onEvent({ kind: 'warning', message: `${message}; ${which} in ${seconds(delay)}`, application, cluster });
  return pause(delay, true, { signal }).catch(() => false);
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}

function sum(
  before: ApplicationResult,
  last: ApplicationResult,
  attempts: number,
  milliseconds: number,
): ApplicationResult {
  return {
    ...last,
    attempts,
    // What an earlier attempt did is done: nothing is left to do is no longer the whole truth.
    outcome: last.outcome === 'unchanged' ? 'synced' : last.outcome,
    created: before.created + last.created,
    updated: before.updated + last.updated,
    recreated: before.recreated + last.recreated,
    ...(before.hooks || last.hooks
      ? { hooks: [...(before.hooks ?? []).map(withoutCause), ...(last.hooks ?? [])] }
      : {}),
    deleted: before.deleted + last.deleted,
    seconds: Math.round(milliseconds / 100) / 10,
  };
}

/** Errors are those of the last attempt, and so is why. */
function withoutCause({ events, log, ...hook }: HookResult): HookResult {
  return hook;
}
