import type { ObjectIdentity } from '../../manifest/identity.js';
import type { HealthVerdict } from '../health/verdict.js';
import type { LogTail } from './read-log.js';

/** An object that is waited for. */
export interface WaitTarget extends ObjectIdentity {
  /** The version in which it is read: another one may show another status. */
  readonly apiVersion: string;
}

/**
 * How the wait for one object ended. `healthy`: healthy, or of a kind without health. `suspended`: paused on
 * purpose. `failed`: no waiting helps. `timeout`: the time was over. `pending`: the wait ended because
 * another object failed.
 */
export type WaitResult = 'healthy' | 'suspended' | 'failed' | 'timeout' | 'pending';

export interface WaitOutcome {
  readonly target: WaitTarget;
  readonly result: WaitResult;
  /** The last one, its message completed by what its pods say; absent for kinds without health. */
  readonly verdict?: HealthVerdict;
  /** What events and logs say, where it is not healthy. */
  readonly cause?: WaitCause;
}

/** Why an object is not healthy, as far as other objects show it. */
export interface WaitCause {
  /** The latest Warning events about it and what it owns, newest first. */
  readonly events: readonly string[];
  /** What its failing container wrote last. */
  readonly log?: LogTail;
}
