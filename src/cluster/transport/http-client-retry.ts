/** Why an attempt failed, as far as repeating it goes. */
export interface AttemptFailure {
  /**
   * `network`: no complete answer; `throttled`: 429; `server`: 5xx that may pass; `permanent`: repeating
   * cannot help.
   */
  readonly kind: 'network' | 'throttled' | 'server' | 'permanent';
  /** False when the connection was never made, so that the server cannot have seen the request. */
  readonly sent: boolean;
  /** What `Retry-After` asked for. */
  readonly retryAfterMs?: number;
}

export interface RetryState {
  /** Attempts made so far, from 1. */
  readonly attempt: number;
  /** Since the first attempt began. */
  readonly elapsedMs: number;
  /** Sending it twice is harmless. */
  readonly idempotent: boolean;
  /**
   * This client has had an answer before: an API server that restarts gets more time than an address that
   * never worked.
   */
  readonly everAnswered: boolean;
  /** 0..1, for jitter. */
  readonly random: number;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 3_000;
const MAX_RETRY_AFTER_MS = 60_000;
const PATIENCE_MS = { throttled: 120_000, server: 15_000, restarting: 30_000, firstContact: 2_000 } as const;

/** How long to wait before the next attempt; undefined when there should be none. */
export function retryDelay(failure: AttemptFailure, state: RetryState): number | undefined {
  if (failure.kind === 'permanent') return undefined;
  // 429 comes before the request is handled, so that even a POST may be repeated.
  if (failure.kind !== 'throttled' && failure.sent && !state.idempotent) return undefined;
  const backoff = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (state.attempt - 1));
  const jittered = backoff * (0.5 + state.random / 2);
  const delay =
    failure.retryAfterMs === undefined ? jittered : Math.min(MAX_RETRY_AFTER_MS, failure.retryAfterMs) + jittered / 4;
  // What hung until the connection was given up took all the time there is: another connection gets one
  // chance.
  const isFirstHang = failure.kind === 'network' && failure.sent && state.attempt === 1 && state.everAnswered;
  return state.elapsedMs + delay > patience(failure, state) && !isFirstHang ? undefined : delay;
}

function patience(failure: AttemptFailure, state: RetryState): number {
  if (failure.kind === 'throttled') return PATIENCE_MS.throttled;
  if (failure.kind === 'server') return PATIENCE_MS.server;
  return state.everAnswered ? PATIENCE_MS.restarting : PATIENCE_MS.firstContact;
}
