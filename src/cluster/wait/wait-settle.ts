import type { HealthVerdict } from '../health/verdict.js';
import type { WaitResult } from './wait-target.js';

/** What is known of one target at one moment. */
export interface WaitState {
  /** Absent while nothing is known of it, `null` when it has no health. */
  readonly verdict?: HealthVerdict | null;
  /** When it will have been stuck for too long, in milliseconds of the same clock as `now`. */
  readonly hopelessAt?: number;
  /** When it is taken for healthy although its controller has said nothing. */
  readonly believedAt?: number;
}

export interface Settlement {
  /** In the order of the states; undefined while the wait continues. */
  readonly results?: readonly WaitResult[];
  /** When to look again even if nothing changes. */
  readonly nextLookAt: number;
}

/**
 * Whether the wait is over: all well, one beyond hope, or the time used up. `toEnd` does not take what is
 * suspended for settled. Pure.
 */
export function settle(states: readonly WaitState[], now: number, deadline: number, toEnd = false): Settlement {
  const results = states.map((state) => resultOf(state, now, toEnd));
  const hasFailed = results.includes('failed');
  if (hasFailed || !results.includes('pending')) {
    // What is stuck as well has failed as well, so that all causes are reported at once.
    return {
      results: results.map((result, index) =>
        hasFailed && result === 'pending' && states[index]?.hopelessAt !== undefined ? 'failed' : result,
      ),
      nextLookAt: deadline,
    };
  }
  if (now >= deadline)
    return { results: results.map((result) => (result === 'pending' ? 'timeout' : result)), nextLookAt: deadline };
  return {
    nextLookAt: Math.min(
      deadline,
      ...states.map(({ hopelessAt = deadline, believedAt = deadline }) => Math.min(hopelessAt, believedAt)),
    ),
  };
}

function resultOf({ verdict, hopelessAt, believedAt }: WaitState, now: number, toEnd: boolean): WaitResult {
  if (verdict === undefined) return 'pending';
  if (believedAt !== undefined && now >= believedAt) return 'healthy';
  if (verdict === null || verdict.status === 'Healthy') return 'healthy';
  if (verdict.status === 'Suspended') return toEnd ? 'pending' : 'suspended';
  if (verdict.final) return 'failed';
  return hopelessAt !== undefined && now >= hopelessAt ? 'failed' : 'pending';
}
