import type { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Health } from '../health/custom.js';
import type { HealthStatus } from '../health/verdict.js';
import type { Hold, Operation } from '../inventory/inventory.js';
import type { ConflictPolicy } from '../objects/conflicts.js';
import type { OwnershipPolicy } from '../objects/ownership-policy.js';
import type { PruneOptions } from '../plan/prune-guards.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import type { LogOptions, LogTail } from '../wait/read-log.js';
import type { ExecutionListener } from './execution-event.js';
import type { HookResult } from './hook-result.js';

/** How a plan is executed. */
export interface ExecuteOptions {
  readonly client: KubeClient;
  readonly discovery: Discovery;
  readonly inventoryNamespace: string;
  readonly operation: Operation & { readonly subject?: string; readonly committed?: string };
  /**
   * The hold that stands afterwards, of the one that the inventory has: set by a rollback, kept or lifted by
   * a sync. Default: none.
   */
  readonly holdAfter?: (hold: Hold | undefined) => Hold | undefined;
  readonly prune: PruneOptions;
  readonly conflicts: ConflictPolicy;
  readonly ownership?: OwnershipPolicy;
  /** Judges what is waited for. */
  readonly health: Health;
  /** Read the last lines of failing containers. Default: they are not read. */
  readonly logs?: LogOptions;
  /** How long the objects of one wave may take to become healthy. */
  readonly healthTimeoutMs: number;
  /** See `LeaseOptions`. */
  readonly lockTimeoutMs?: number;
  readonly leaseDurationMs?: number;
  readonly signal: AbortSignal;
  readonly onEvent: ExecutionListener;
}

/** An object that is not healthy. */
export interface UnhealthyObject {
  readonly object: ObjectIdentity;
  readonly status: HealthStatus;
  readonly message?: string;
  /** The latest Warning events about it, newest first. */
  readonly events?: readonly string[];
  /** What its failing container wrote last. */
  readonly log?: LogTail;
}

/**
 * How far the execution came; filled while it goes on, so that an interruption at any moment is recorded
 * truly.
 */
export interface ExecutionState {
  readonly attempted: Set<string>;
  readonly applied: Map<string, KubeObject>;
  readonly deleted: Set<string>;
  /** Objects that a wait of this run found healthy, by `identityKey`. */
  readonly healthy: Set<string>;
  /** What was done, for the counts. */
  readonly counts: { created: number; updated: number; recreated: number; deleted: number };
  /** How hooks went, in the order in which they ended. */
  readonly hooks: HookResult[];
  readonly refused: { readonly object: ObjectIdentity; readonly reason: string }[];
  readonly errors: GitopsError[];
  readonly unhealthy: UnhealthyObject[];
}

export function newExecutionState(): ExecutionState {
  return {
    attempted: new Set(),
    applied: new Map(),
    deleted: new Set(),
    healthy: new Set(),
    counts: { created: 0, updated: 0, recreated: 0, deleted: 0 },
    hooks: [],
    refused: [],
    errors: [],
    unhealthy: [],
  };
}

/** True while nothing went wrong. */
export function isFine(state: ExecutionState): boolean {
  return state.errors.length === 0 && state.unhealthy.length === 0;
}
