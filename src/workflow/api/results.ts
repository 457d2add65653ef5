import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { HookResult, UnhealthyObject } from '../../cluster/execute/execution.js';
import type { HealthStatus } from '../../cluster/health/verdict.js';
import type { Hold, Operation, Revision } from '../../cluster/inventory/inventory.js';
import type { FieldConflict } from '../../cluster/objects/conflicts.js';
import type { SourceRevision } from '../../cluster/objects/source-revision.js';
import type { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { ApplicationOutcome } from './events.js';
import type { NamespaceChange } from './namespace-change.js';
import type { ClosedWindow } from './window-note.js';

export const API_VERSION = 'cdk8s-gitops.io/v1';

/** The revision a verb read. */
export interface RevisionSummary {
  /** Full id; `worktree` for the files on disk. */
  readonly commit: string;
  readonly shortId: string;
  readonly subject?: string;
  /** When it was committed, ISO 8601. */
  readonly committed?: string;
}

/** A problem as plain data. */
export interface ProblemSummary {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly object?: string;
  /** In an error that stopped a run of several Argo Applications. */
  readonly application?: string;
  /** With an Argo Application, and in the errors of a result. */
  readonly cluster?: string;
  /** Of `CLUSTER_FIELD_CONFLICT`: the field, its manager, and since when. */
  readonly conflict?: FieldConflict;
  /** Of `WORKFLOW_OLDER_REVISION`: the full id of the newer revision that was synced. */
  readonly synced?: string;
}

/** An Argo Application whose inventory is in a cluster, and which is not in Git any more. */
export interface OrphanedApplication {
  readonly application: string;
  readonly cluster: string;
  readonly objects: number;
  /** True when this run deleted them. */
  readonly pruned: boolean;
}

/** An Argo Application that was selected and left alone. */
export interface SkippedApplication {
  readonly application: string;
  readonly reason: string;
  /** Present when it is left alone because Argo CD delivers it. */
  readonly deliveredBy?: 'argocd';
}

/** Who delivers an Argo Application. */
export interface Delivery {
  /** Absent for what `gitops sync` delivers. */
  readonly deliveredBy?: 'argocd';
  /**
   * Of what Argo CD delivers: where objects were looked for that it tracks and that left Git, such as
   * `ConfigMap in shop`; those of other kinds and namespaces were not looked for. Absent otherwise, and where
   * the verb does not look.
   */
  readonly searched?: readonly string[];
}

/** What one cluster was asked. */
export interface ClusterRequests {
  readonly cluster: string;
  readonly requests: number;
  readonly writes: number;
  readonly retries: number;
}

/** What is common to the results of all verbs. */
export interface ResultHeader {
  readonly apiVersion: typeof API_VERSION;
  readonly revision: RevisionSummary;
  readonly skipped: readonly SkippedApplication[];
  /** What sync windows keep from being synced now. Absent when nothing is, and where it does not matter. */
  readonly windows?: readonly ClosedWindow[];
  /** Those that were read. */
  readonly clusters: readonly ClusterRequests[];
  /**
   * Of verbs that only read: why clusters could not be read, with the name of each. What they hold is not in
   * the result. Absent when all could.
   */
  readonly errors?: readonly ProblemSummary[];
  readonly seconds: number;
}

/** An object, and what there is to say about it. */
export interface ObjectNote {
  readonly object: ObjectIdentity;
  readonly reason: string;
}

/** What sync did for one Argo Application in one cluster. */
export interface ApplicationResult {
  readonly application: string;
  readonly cluster: string;
  readonly outcome: ApplicationOutcome;
  readonly message?: string;
  readonly created: number;
  readonly updated: number;
  readonly recreated: number;
  readonly deleted: number;
  readonly kept: number;
  /** How hooks went, in the order in which they ended; absent when none was run. */
  readonly hooks?: readonly HookResult[];
  /** Deletions that a guard forbade. */
  readonly refused: readonly ObjectNote[];
  readonly unhealthy: readonly UnhealthyObject[];
  /** Objects whose live state is not what was committed. */
  readonly unverified: readonly ObjectNote[];
  /** What was begun and not finished: planned changes that were not made. */
  readonly halfway: readonly ObjectNote[];
  readonly errors: readonly ProblemSummary[];
  /** The revisions of sources outside of the repository; absent when there are none. */
  readonly sources?: readonly SourceRevision[];
  /** How often it was tried; absent for once. Counts are those of all attempts, errors those of the last. */
  readonly attempts?: number;
  readonly seconds: number;
}

/** What `sync` or `rollback` did. */
export interface SyncResult extends ResultHeader {
  readonly kind: 'SyncResult';
  /** The worst outcome of all; `unchanged` only when everything was. */
  readonly outcome: ApplicationOutcome;
  readonly applications: readonly ApplicationResult[];
  readonly orphaned: readonly OrphanedApplication[];
  /** Of a rollback that was asked to commit. */
  readonly revert?: RevertResult;
}

/** The commit that takes a rollback into Git. */
export interface RevertResult {
  /** Full id; absent when it was not made, or Git had that content already. */
  readonly commit?: string;
  /** Absent for a detached HEAD. */
  readonly branch?: string;
  readonly paths: readonly string[];
  /** The command that publishes it: nothing is pushed. */
  readonly push?: string;
  /** Why it was not made. */
  readonly reason?: string;
  readonly problem?: ProblemSummary;
}

/** One change of a diff. */
export interface DiffChange {
  readonly action: 'create' | 'update' | 'recreate' | 'delete' | 'refuse';
  readonly object: ObjectIdentity;
  /** Why, such as `drifted`. */
  readonly reason: string;
  /**
   * Unified diff of live and what a sync would leave, as YAML; values of Secrets masked. Empty for `refuse`.
   */
  readonly text: string;
  /**
   * True when the API server could not be asked, because the object's Namespace or kind comes in the same
   * run.
   */
  readonly simulated: boolean;
  /** Fields taken from, or left to, another manager. */
  readonly notes: readonly string[];
  /** The same as data; absent where there are none. */
  readonly conflicts?: readonly (FieldConflict & { readonly decision: 'take' | 'yield' })[];
}

/** What a sync would change for one Argo Application in one cluster. */
export interface ApplicationDiff extends NamespaceChange, Delivery {
  readonly application: string;
  readonly cluster: string;
  readonly changes: readonly DiffChange[];
  readonly kept: number;
  /** Hooks that a sync would run, one for each of their phases; absent where there are none. */
  readonly hooks?: readonly (ObjectNote & { readonly phase: SyncPhase })[];
  /** The revisions of sources outside of the repository; absent when there are none. */
  readonly sources?: readonly SourceRevision[];
  /** A hold makes sync refuse this revision. */
  readonly held: boolean;
  readonly problems: readonly ProblemSummary[];
}

/** What a sync would change: `diff`, and `sync --dry-run`. */
export interface DiffResult extends ResultHeader {
  readonly kind: 'DiffResult';
  /**
   * True when a sync would change something, and when it is not known because a cluster could not be read.
   */
  readonly changed: boolean;
  readonly applications: readonly ApplicationDiff[];
  readonly orphaned: readonly OrphanedApplication[];
}

/**
 * `synced`: the cluster has the content of the revision; `behind`: it has an older synced one; `never`:
 * nothing was synced yet; `unknown`: problems kept it from being looked at. Of what Argo CD delivers, of
 * which there is no record here: `matches`, what lives is what Git has; `differs`, it is not, because it is
 * not delivered yet or somebody changed it.
 */
export type SyncState = 'synced' | 'behind' | 'never' | 'matches' | 'differs' | 'unknown';

/** How one Argo Application is in one cluster. */
export interface ApplicationStatus extends Delivery {
  readonly application: string;
  readonly cluster: string;
  readonly state: SyncState;
  /** What was synced last. */
  readonly synced?: { readonly commit: string; readonly subject?: string };
  readonly health: HealthStatus;
  readonly unhealthy: readonly {
    readonly object: ObjectIdentity;
    readonly status: HealthStatus;
    readonly message?: string;
  }[];
  /** Objects that differ from what was synced though nobody committed. */
  readonly drift: readonly (ObjectNote & {
    readonly fields: readonly string[];
    readonly managers: readonly string[];
  })[];
  /** Of what Argo CD delivers: the objects that are not as Git has them. Absent where there are none. */
  readonly differences?: readonly (ObjectNote & { readonly fields: readonly string[] })[];
  /** Objects that left Git and that a sync would not delete, with the reason. */
  readonly retained: readonly ObjectNote[];
  readonly hold?: Hold;
  /** A run that was interrupted, or is in progress. */
  readonly pending?: Operation;
  readonly last?: Revision;
  readonly problems: readonly ProblemSummary[];
}

/** What `status` gives. */
export interface StatusResult extends ResultHeader {
  readonly kind: 'StatusResult';
  readonly applications: readonly ApplicationStatus[];
  readonly orphaned: readonly OrphanedApplication[];
}

/** The runs that changed one Argo Application in one cluster. */
export interface ApplicationHistory extends Delivery {
  readonly application: string;
  readonly cluster: string;
  /** Newest first. */
  readonly revisions: readonly Revision[];
  readonly hold?: Hold;
}

/** What `history` gives. */
export interface HistoryResult extends ResultHeader {
  readonly kind: 'HistoryResult';
  readonly applications: readonly ApplicationHistory[];
}

/** Whether one Argo Application in one cluster is what was committed. */
export interface ApplicationVerification extends Delivery {
  readonly application: string;
  readonly cluster: string;
  readonly verified: boolean;
  readonly objects: number;
  readonly differences: readonly (ObjectNote & { readonly text: string })[];
  readonly unhealthy: readonly {
    readonly object: ObjectIdentity;
    readonly status: HealthStatus;
    readonly message?: string;
  }[];
  readonly problems: readonly ProblemSummary[];
}

/** What `verify` gives. */
export interface VerifyResult extends ResultHeader {
  readonly kind: 'VerifyResult';
  /** False also when a cluster could not be read. */
  readonly verified: boolean;
  readonly applications: readonly ApplicationVerification[];
}

export function problemSummary({ code, message, hint, object, data }: GitopsError): ProblemSummary {
  const conflict = code === 'CLUSTER_FIELD_CONFLICT' ? (data as FieldConflict | undefined) : undefined;
  return {
    code,
    message,
    hint,
    object,
    ...(conflict ? { conflict } : {}),
    ...(code === 'WORKFLOW_OLDER_REVISION' ? { synced: String(data?.['synced']) } : {}),
  };
}
