import type { IgnoreRule } from '../../argocd/application/ignore-differences.js';
import type { TrackingSettings } from '../../argocd/application/tracking-settings.js';
import type { HookDeletePolicy } from '../../argocd/sync/hooks.js';
import type { SyncPhase } from '../../argocd/sync/phases.js';
import type { RetryPolicy } from '../../argocd/sync/retry-policy.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { ApiResource } from '../transport/discovery.js';
import type { MigrationRule } from './migrate-ownership.js';
import type { Ownership } from './prepare-manifest.js';
import type { SourceRevision } from './source-revision.js';

/** What one Argo Application wants in one cluster, as it was rendered. */
export interface DesiredApplication {
  /** Name of the Argo Application. */
  readonly name: string;
  /** The key of its inventory: `applicationKey`. */
  readonly instance: string;
  /** Its name in tracking ids, which depends on where Argo CD runs: `instanceName`. Default: `instance`. */
  readonly trackedAs?: string;
  /** The Git repository that has it, normalised. */
  readonly repository: string;
  /** `destination.namespace`: where namespaced objects go that name no namespace. */
  readonly namespace?: string;
  /** Labels for the inventory: environment, application, cluster. */
  readonly labels: Readonly<Record<string, string>>;
  /** `spec.syncPolicy.syncOptions`. */
  readonly syncOptions: readonly string[];
  /**
   * Field manager whose fields become ours, as those of known tools do:
   * `argocd.argoproj.io/client-side-apply-migration-manager`.
   */
  readonly migrationManager?: string;
  /** How Argo CD tracks it, where that is not by its annotation alone. */
  readonly tracking?: TrackingSettings;
  /** Its AppProject; absent: everything is permitted. */
  readonly project?: {
    readonly name: string;
    /** Whether kind and namespace of an object are permitted. */
    permits(object: ObjectIdentity): boolean;
  };
  /**
   * Labels and annotations of the destination namespace: `managedNamespaceMetadata`; only together with
   * `CreateNamespace=true`.
   */
  readonly namespaceMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Fields whose difference is none: `spec.ignoreDifferences`, and those of `argocd-cm`. Default: none. */
  readonly ignoreDifferences?: readonly IgnoreRule[];
  /** The user as whom dry runs and writes are sent; reads are not. Default: the user who runs the sync. */
  readonly impersonate?: string;
  /**
   * `argocd.argoproj.io/deletion-approved`: when somebody agreed to the deletions that ask for it, RFC 3339.
   */
  readonly deletionApproved?: string;
  /** That approval came after the last run: it holds for this one. */
  readonly deletionConfirmed?: boolean;
  /** False when `spec.syncPolicy.automated` is given without `prune: true`. */
  readonly prune: boolean;
  /** Its own sync wave among the Argo Applications. */
  readonly wave: number;
  /** How often a sync that failed is tried again: `spec.syncPolicy.retry`. */
  readonly retry?: RetryPolicy;
  /** Key under which the same objects were synced before: its inventory is handed over. */
  readonly movedFrom?: string;
  /** File that holds the Argo Application, for errors. */
  readonly file: string;
  /**
   * The commit it was rendered from, where that is not the revision of the run: its `targetRevision` pins it.
   */
  readonly revision?: { readonly commit: string; readonly subject?: string; readonly committed?: string };
  /** Present when Argo CD delivers it, and not we; `prunes`: it deletes by itself what left Git. */
  readonly argocd?: { readonly prunes: boolean };
  /** What its sources outside of the repository were resolved to. Absent: it has none. */
  readonly sources?: readonly SourceRevision[];
  /** Digest of all its manifests. */
  readonly content: string;
  readonly objects: readonly KubeObject[];
}

/** One object as it will be sent: with its namespace, tracking and membership. */
export interface DesiredObject {
  readonly identity: ObjectIdentity;
  readonly resource: ApiResource;
  readonly manifest: KubeObject;
  /** `manifestHash` of `manifest`. */
  readonly hash: string;
  /** Sync wave of the object. */
  readonly wave: number;
  /**
   * Fields whose difference is none; absent when there are none. `respected`: they are kept as they live when
   * it is applied.
   */
  readonly ignored?: { readonly rules: readonly IgnoreRule[]; readonly respected: boolean };
  /** `Validate=false`: unknown fields are dropped instead of refused. */
  readonly validate?: false;
  /** `Replace=true`: a change puts the manifest in the object's place; what others added goes. */
  readonly replace?: true;
  /** Sync options of the object's own annotation. */
  readonly options: readonly string[];
  /** Whose fields become ours. Default: every deployment tool's. */
  readonly migration?: MigrationRule;
  /** True when the cluster serves its kind only after a CRD of this run was applied. */
  readonly awaitsKind: boolean;
}

/** An object that is run in phases of a sync instead of staying. */
export interface DesiredHook extends DesiredObject {
  readonly phases: readonly SyncPhase[];
  readonly deletePolicies: readonly HookDeletePolicy[];
  /**
   * Present where it has only a generateName: each run makes a name of its own; until then it is the prefix
   * and `*`.
   */
  readonly template?: { readonly object: KubeObject; readonly prefix: string; readonly owner: Ownership };
}
