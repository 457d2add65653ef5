import type { ObservedApplication } from '../observe/observe.js';
import type { Plan } from '../plan/plan.js';
import type { ExecutionState } from './execution.js';
import type { Unverified } from './verify.js';

/** An application as observed, and what to do about it. */
export interface Planned {
  readonly observed: ObservedApplication;
  readonly plan: Plan;
}

/** How the execution of a plan ended. */
export interface Execution extends ExecutionState {
  readonly outcome: 'synced' | 'unhealthy' | 'failed' | 'interrupted';
  readonly unverified: readonly Unverified[];
  /** The plan that was executed: another one than given when the cluster had changed under the lock. */
  readonly plan: Plan;
}
