import type { Health } from '../../cluster/health/custom.js';
import type { ConflictPolicy } from '../../cluster/objects/conflicts.js';
import type { SyncListener } from '../api/events.js';
import type { PlanClusterOptions, PlannedApplication } from '../planning/planned-cluster.js';
import type { HoldRules } from './hold-rules.js';
import type { BlockedBy } from './in-turns.js';

export interface SyncClusterOptions {
  /** How it was planned, and is planned again under the lock; with what it may prune and take. */
  readonly plan: PlanClusterOptions & { readonly conflicts: ConflictPolicy };
  readonly run: SyncRun;
  /** Judges what is waited for. */
  readonly health: Health;
  /** What holds of rollbacks forbid, and which one is left. */
  readonly holds: HoldRules;
  readonly signal: AbortSignal;
  readonly onEvent: SyncListener;
  /** What of an earlier step stops an Argo Application. Default: nothing. */
  readonly blockedBy?: BlockedBy;
  /** Throws when what was planned again under the lock is not what was agreed to. Default: anything goes. */
  readonly approve?: (again: PlannedApplication) => void;
}

/** Who runs it, of which revision, and how long it may take. */
export interface SyncRun {
  readonly action: 'sync' | 'rollback' | 'delete';
  readonly revision: { readonly commit: string; readonly subject?: string; readonly committed?: string };
  readonly actor: string;
  readonly pipeline?: string;
  /** Sync windows that forbid the run and are ignored, by key: for the history. */
  readonly ignoredWindows?: ReadonlyMap<string, readonly string[]>;
  /** Show the last lines of failing containers. Default: false. */
  readonly logs?: boolean;
  readonly healthTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly leaseDurationMs?: number;
  /** Retries of what failed, whatever the Argo Applications say. */
  readonly retryLimit?: number;
}
