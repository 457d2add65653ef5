import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { Health } from '../health/custom.js';
import type { HealthStatus } from '../health/verdict.js';
import type { Hold, Operation, Revision } from '../inventory/inventory.js';
import type { AdoptionContext } from '../objects/adoption.js';
import type { ConflictPolicy } from '../objects/conflicts.js';
import type { DesiredObject } from '../objects/desired.js';
import type { OwnershipPolicy } from '../objects/ownership-policy.js';
import type { ObservedApplication } from '../observe/observed-application.js';
import type { Plan } from '../plan/plan.js';
import type { PruneOptions } from '../plan/prune-guards.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import type { LogOptions, LogTail } from '../wait/read-log.js';

/*
 * The words of an execution: what is executed and how, what happens meanwhile, how far it came, how it ended.
 */

/** An application as observed, and what to do about it. */
export interface Planned {
  readonly observed: ObservedApplication;
  readonly plan: Plan;
}

/** How a plan is executed. */
export interface ExecuteOptions {
  readonly client: KubeClient;
  readonly discovery: Discovery;
  readonly inventoryNamespace: string;
  readonly operation: Operation & Pick<Revision, 'subject' | 'committed' | 'pinnedBy'>;
  /**
   * The hold after the run, made of the one that the inventory has: set by a rollback, kept or lifted by a
   * sync. Default: none.
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

/** What a live object is to us: ours, free to be applied, or the reason why it must not be applied. */
export type Found = 'ours' | 'free' | GitopsError;

export interface FoundOptions extends Pick<AdoptionContext, 'adopt' | 'appeared'> {
  /** True when the object is not what the plan saw: the inventories are read again then. Default: false. */
  readonly changed?: boolean;
}

/** Judges an object by the inventories as they are now, after ours says what we are about to do. */
export type JudgeFound = (desired: DesiredObject, live: KubeObject, options: FoundOptions) => Promise<Found>;

/** How a plan is executed under its lock. */
export interface LockedOptions extends ExecuteOptions {
  /** What an object is that is not as the plan saw it. */
  readonly judge: JudgeFound;
}

/** What was done to one object. Plans are imperative, events past tense. */
export type DoneAction = 'created' | 'updated' | 'kept' | 'deleted' | 'recreated' | 'refused' | 'ran';

/** What happens while a plan is executed, in order. */
export type ExecutionEvent =
  | { readonly kind: 'done'; readonly action: DoneAction; readonly object: ObjectIdentity; readonly message?: string }
  | {
      readonly kind: 'stage';
      /** What is applied at once, such as `ConfigMap, Service`. */
      readonly stage: string;
      readonly phase: SyncPhase;
      readonly wave: number;
      /** True when it is done in the only wave that has anything to do. */
      readonly only: boolean;
      readonly objects: number;
    }
  | {
      readonly kind: 'health';
      readonly object: ObjectIdentity;
      readonly status: HealthStatus;
      readonly message?: string;
    }
  | { readonly kind: 'warning'; readonly message: string; readonly object?: ObjectIdentity };

export type ExecutionListener = (event: ExecutionEvent) => void;

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
 * How far the execution came. Filled while it runs, so that an interruption at any moment is recorded
 * correctly.
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

/** How far the execution of a plan came. */
export interface Progress {
  /** Objects whose apply was sent, whatever came of it, by `identityKey`. */
  readonly attempted: ReadonlySet<string>;
  /** Objects as the API server answered their apply, by `identityKey`. */
  readonly applied: ReadonlyMap<string, KubeObject>;
  /** Objects whose deletion was accepted, and that are gone, by `identityKey`. */
  readonly deleted: ReadonlySet<string>;
}

/** How one run of a hook went. */
export interface HookResult {
  readonly object: ObjectIdentity;
  readonly phase: SyncPhase;
  /** `running`: the sync ended before the hook did. */
  readonly result: 'succeeded' | 'failed' | 'running';
  readonly message?: string;
  /** The latest Warning events about it, newest first. */
  readonly events?: readonly string[];
  /** What its failing container wrote last. */
  readonly log?: LogTail;
}

/** An object whose live state is not what was committed. */
export interface Unverified {
  readonly object: ObjectIdentity;
  /** `missing`, or the fields that differ. */
  readonly reason: string;
}

/** How the execution of a plan ended. */
export interface Execution extends ExecutionState {
  readonly outcome: 'synced' | 'unhealthy' | 'failed' | 'interrupted';
  readonly unverified: readonly Unverified[];
  /** The plan that was executed: another one than given when the cluster had changed under the lock. */
  readonly plan: Plan;
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
