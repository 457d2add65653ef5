import type { AccessOptions } from '../../cluster/access/access-options.js';
import type { HealthRules } from '../../cluster/health/health-rule.js';
import type { ConflictPolicy } from '../../cluster/objects/conflicts.js';
import type { OwnershipPolicy } from '../../cluster/objects/ownership-policy.js';
import type { HookMode } from '../../cluster/plan/hooks-due.js';
import type { PruneOptions } from '../../cluster/plan/prune-guards.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { SyncListener } from './events.js';
import type { GivenFile } from './given-file.js';
import type { Notice, SourceOptions } from './source-options.js';

/** Which Argo Applications a verb acts on: those that match every kind of name that is given. */
export interface Selection {
  readonly environments?: readonly string[];
  /** Names of Applications, or of Argo Applications. */
  readonly applications?: readonly string[];
  readonly clusters?: readonly string[];
  /** Everything in the revision; has to be said when nothing else is. */
  readonly all?: boolean;
}

/** Where the desired state comes from. */
export interface RevisionOptions {
  /** A folder in the Git repository, or a bare one. */
  readonly repository: string;
  /** Default: `gitops`. */
  readonly outputDir?: string;
  /** Commit, branch or tag. Default: `HEAD`. */
  readonly revision?: string;
  /**
   * Read the files as they are on disk, committed or not. Default: false, and uncommitted output is refused.
   */
  readonly worktree?: boolean;
  /** Folder for kustomize's results, cached by content. Default: none. */
  readonly cacheDirectory?: string;
  /**
   * Version of this package, to keep what whole revisions render to as well: what another version rendered
   * does not count. Default: they are not kept.
   */
  readonly cacheVersion?: string;
  /** Facts for generators of ApplicationSets that are not in Git. Default: none. */
  readonly generators?: GeneratorOptions;
  /** Facts about Argo CD that are not in Git. Default: none. */
  readonly argocd?: ArgocdOptions;
  /**
   * Argo Applications and ApplicationSets that are in the cluster and not in Git, such as the root of an app
   * of apps: only they, and what they make, are looked at. Default: those in Git.
   */
  readonly roots?: GivenFile;
  /**
   * Further URLs of this repository, such as those of a mirror or a fork: sources there are its own files.
   * Default: those of its remotes.
   */
  readonly repositoryUrls?: readonly string[];
  /** How sources outside of the repository are reached. Default: by git's own configuration. */
  readonly sources?: SourceOptions;
  /**
   * What renders: the engines that are built in, or the kustomize and helm of this machine. Default: `wasm`.
   */
  readonly engine?: 'wasm' | 'native';
  /**
   * What one call of an engine that renders may take: milliseconds of processor time; by the clock 20 times
   * that, and not less than 10 minutes. Default: 60,000; 30,000 for Jsonnet and templates.
   */
  readonly engineTimeoutMs?: number;
  /** Hears what a person should know and that is not a problem. */
  readonly onNotice?: (notice: Notice) => void;
}

/** Facts about Argo CD that are not in Git: its settings, AppProjects and clusters. */
export interface ArgocdOptions {
  /**
   * Its ConfigMap `argocd-cm`, AppProjects and cluster Secrets, or values of the chart argo-cd. A setting
   * counts before the same one in Git; of two files the last counts.
   */
  readonly files?: readonly GivenFile[];
  /** What a running Argo CD has of them. A setting counts before the same one in Git. */
  readonly live?: readonly KubeObject[];
  /** Parts of the running Argo CD that could not be read, in words. They are reported. */
  readonly unread?: readonly string[];
}

/** Facts for generators of ApplicationSets that are not in Git. */
export interface GeneratorOptions {
  /** Argo CD's cluster Secrets, or a plain list of clusters, that are not in Git. */
  readonly clusters?: GivenFile;
  /**
   * Argo CD's cluster Secrets, such as those of a running one. Credentials in them are left out at once.
   * Default: none.
   */
  readonly clusterSecrets?: readonly KubeObject[];
  /** What generators that ask other services were recorded to yield. */
  readonly parameters?: GivenFile;
}

/** What every verb that looks at clusters takes. */
export interface ClusterVerbOptions extends Selection, RevisionOptions {
  readonly access: AccessOptions;
  /**
   * Several Clusters of the repository may be one and the same cluster. Default: false, unless the access
   * file says so.
   */
  readonly allowSharedCluster?: boolean;
  /** Where inventories live in each cluster. Default: `gitops-system`. */
  readonly inventoryNamespace?: string;
  /**
   * How kinds are judged, before the rules of `argocd-cm` in Git and those of Argo CD itself. Default: none.
   */
  readonly healthRules?: HealthRules;
  /** The moment that sync windows are asked about. Default: now. */
  readonly now?: Date;
  readonly onEvent?: SyncListener;
  readonly signal?: AbortSignal;
}

/** What `diff` and `sync` take. */
export interface PlanOptions extends ClusterVerbOptions, Omit<PruneOptions, 'deleting'>, OwnershipPolicy {
  /** Take over objects that exist and are not ours. Default: false. */
  readonly adopt?: boolean;
  /** Default: `auto`. */
  readonly conflicts?: ConflictPolicy;
  /** Delete what Argo Applications that are no longer in Git had applied. Default: false. */
  readonly pruneOrphaned?: boolean;
  /**
   * Most Argo Applications, over all clusters, whose objects one run may delete because they left Git.
   * Default: 5.
   */
  readonly maxPruneApplications?: number;
  /**
   * When hooks are run: with a sync that has something to do, always, or never. Default: `auto`; a rollback
   * runs none, as with Argo CD.
   */
  readonly hooks?: HookMode;
  /**
   * Apply a revision that is older than the one that was synced, where its content differs. Default: false.
   */
  readonly allowOlder?: boolean;
  /** Argo CD's order: prune inside the waves, and do not wait for the last one. Default: false. */
  readonly asArgoCd?: boolean;
  /**
   * Send dry runs and writes as the service account of the AppProject. Default: as
   * `application.sync.impersonation.enabled` of the repository's `argocd-cm` says.
   */
  readonly impersonate?: boolean;
}

/** Who runs it and how long it may take. */
export interface RunOptions {
  /** For the history and the lock. Default: `unknown`. */
  readonly actor?: string;
  /** URL of the pipeline, for the history. */
  readonly pipeline?: string;
  /**
   * How long the objects of one wave may take to become healthy; 0 does not wait, also not between waves.
   * Default: 5 min.
   */
  readonly timeoutMs?: number;
  /**
   * Show the last lines of the log of a container that fails. Texts that look like secrets are hidden.
   * Default: true.
   */
  readonly logs?: boolean;
  /** How long to wait for another sync of the same Argo Application. Default: 1 min. */
  readonly lockTimeoutMs?: number;
  /**
   * How often a sync that failed for a reason that may pass is tried again; negative: until the timeout.
   * Default: `spec.syncPolicy.retry`, otherwise not at all.
   */
  readonly retryLimit?: number;
  /** A holder of the lock that has not renewed it for so long is dead. Default: 15 s. */
  readonly leaseDurationMs?: number;
}

export type { HookMode };

export const DEFAULT_OUTPUT = 'gitops';
export const DEFAULT_TIMEOUT_MS = 300_000;
export const DEFAULT_LOCK_TIMEOUT_MS = 60_000;
