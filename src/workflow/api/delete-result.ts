import type { ObjectIdentity } from '../../manifest/identity.js';
import type { ObjectNote, ProblemSummary, ResultHeader } from './results.js';

/**
 * What becomes of the objects: deleted with `background` or `foreground` propagation, or left running and
 * forgotten (`orphan`).
 */
export type Cascade = 'background' | 'foreground' | 'orphan';

/**
 * How deleting one Argo Application ended: `deleted`, `forgotten` (left running), `planned` (a dry run, or
 * not agreed to), `kept` (guards forbade some of it), `terminating` (asked for, not gone in time), `failed`,
 * `blocked` (not tried, because one before it failed), `interrupted`.
 */
export type DeleteOutcome =
  | 'deleted'
  | 'forgotten'
  | 'planned'
  | 'kept'
  | 'terminating'
  | 'blocked'
  | 'failed'
  | 'interrupted';

/** What was done, or is to be done, to one Argo Application in one cluster. */
export interface ApplicationDeletion {
  readonly application: string;
  readonly cluster: string;
  readonly outcome: DeleteOutcome;
  readonly message?: string;
  /** True when Git still has it and has `sync` deliver it: the next sync brings it back. */
  readonly inGit: boolean;
  /** What is to go, in no order; of a forgotten one what is let go. */
  readonly objects: readonly ObjectIdentity[];
  /** How many are gone, or let go. */
  readonly done: number;
  /** Objects that a guard keeps. */
  readonly refused: readonly ObjectNote[];
  /** Objects whose deletion was asked for, and that are not gone yet. */
  readonly terminating: readonly ObjectNote[];
  readonly errors: readonly ProblemSummary[];
}

/** What `delete` did. */
export interface DeleteResult extends ResultHeader {
  readonly kind: 'DeleteResult';
  readonly cascade: Cascade;
  /** True when nothing was done because nobody agreed, or a dry run was asked for. */
  readonly dryRun: boolean;
  /** The worst of all. */
  readonly outcome: DeleteOutcome;
  readonly applications: readonly ApplicationDeletion[];
}
