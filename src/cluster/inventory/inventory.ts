import type { GitopsError } from '../../errors.js';
import type { SourceRevision } from '../objects/source-revision.js';

/** One object that a sync owns, or is about to touch. */
export interface InventoryEntry {
  readonly apiVersion: string;
  /** API group, empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
  /** Absent until the object was seen or applied: a `pending` entry of an object that was to be created. */
  readonly uid?: string;
  /**
   * `manifestHash` of what was applied last; absent while a change is in progress, so that an interrupted run
   * is never taken for a finished one.
   */
  readonly manifest?: string;
  /** `ownershipHash` of the live object right after the last successful apply; absent like `manifest`. */
  readonly live?: string;
  /**
   * Phases of a hook, such as `PreSync`; absent for objects. Hooks are remembered so that none is lost, and
   * are not pruned.
   */
  readonly hook?: string;
}

/** One run that changed something. */
export interface Revision {
  /** Full id of the commit; `worktree` for uncommitted output. */
  readonly commit: string;
  readonly subject?: string;
  /** When the commit was made. */
  readonly committed?: string;
  /** Of an Argo Application that is pinned to `commit`: the revision of the run, which pins it. */
  readonly pinnedBy?: string;
  readonly action: 'sync' | 'rollback' | 'delete';
  readonly result: 'synced' | 'unhealthy' | 'failed' | 'interrupted';
  readonly message?: string;
  /** When the run began, ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly actor: string;
  /** URL of the pipeline that ran it. */
  readonly pipeline?: string;
  /** Sync windows that forbade it and were ignored, in words. */
  readonly ignoredWindows?: readonly string[];
  /** What sources outside of the repository resolved to. Absent: there were none. */
  readonly sources?: readonly SourceRevision[];
  /** Digest of all manifests of the Argo Application: equal content, equal digest, whatever the commit. */
  readonly content: string;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/** A run in progress, or one that was killed. */
export interface Operation {
  readonly commit: string;
  readonly action: 'sync' | 'rollback' | 'delete';
  readonly started: string;
  readonly actor: string;
  readonly pipeline?: string;
  /** Sync windows that forbade it and were ignored, in words. */
  readonly ignoredWindows?: readonly string[];
}

/**
 * Left behind by a rollback: this commit, older ones and equal content are refused until somebody resumes or
 * commits something newer.
 */
export interface Hold {
  readonly commit: string;
  readonly committed?: string;
  readonly content: string;
  /** What the rollback went back to. */
  readonly to: string;
  readonly since: string;
  readonly actor: string;
}

/** What was synced last with success. */
export interface SyncedRevision {
  readonly commit: string;
  readonly subject?: string;
  /** When the commit was made. */
  readonly committed?: string;
  /** Digest of all manifests of the Argo Application. */
  readonly content: string;
}

/** What a sync owns in one cluster for one Argo Application. */
export interface Inventory {
  /** Name of the Argo Application, with its namespace where that is not Argo CD's own. */
  readonly application: string;
  /** The Git repository, normalised: another repository with an application of the same name is refused. */
  readonly repository: string;
  /** Labels of the Argo Application that select it: environment, application, cluster. */
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly InventoryEntry[];
  /** Set while a sync acts; the entries are then the union of old and new. */
  readonly operation?: Operation;
  readonly hold?: Hold;
  readonly synced?: SyncedRevision;
  /** Digest of the hooks that were run last with success. */
  readonly hooks?: string;
  /** Newest first. */
  readonly history: readonly Revision[];
}

/** An inventory as it was read: with what is needed to replace exactly this one. */
export interface StoredInventory extends Inventory {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** Names of the ConfigMaps that hold the entries of a large inventory. */
  readonly shards: readonly string[];
  /**
   * Names of such ConfigMaps that a killed run left and the inventory does not name: removed by the next sync
   * that writes it.
   */
  readonly strays?: readonly string[];
}

/** An inventory of which nothing may be taken for true. */
export interface BrokenInventory {
  /** Of its ConfigMap. */
  readonly name: string;
  /** What is wrong with it, and what to do. */
  readonly error: GitopsError;
  /** The Argo Application as far as the name says it, for people. */
  readonly application: string;
  /** As they are there. They may be wrong: they are shown to people, and nothing acts on them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** How many revisions an inventory remembers. */
export const HISTORY_LENGTH = 10;
