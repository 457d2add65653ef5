import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import type { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** An Argo CD resource and the file it stands in. */
export interface Found<T> {
  readonly resource: T;
  /** Path relative to the root of the repository; of something that is made, the file of what makes it. */
  readonly file: string;
  /**
   * What makes it: an ApplicationSet, or an app of apps that is built by kustomize or Helm. Absent for what
   * stands in its file.
   */
  readonly origin?: Origin;
  /** It yields Argo CD resources beside others: only the others are its objects. */
  readonly holdsResources?: boolean;
  /** The same in our layout: all are its objects. */
  readonly yieldsResources?: boolean;
}

/** Who makes an Argo CD resource. */
export interface Origin {
  readonly kind: 'Application' | 'ApplicationSet';
  readonly name: string;
  /** Of an ApplicationSet that never deletes what it made, or never changes it. */
  readonly policy?: OriginPolicy;
}

export interface OriginPolicy {
  /** What is no longer generated stays: `preserveResourcesOnDeletion`, `create-only` and `create-update`. */
  readonly keeps: boolean;
  /** What was generated once is not generated anew: `create-only` and `create-delete`. */
  readonly freezes: boolean;
}

/** An ApplicationSet, and what became of it. */
export interface FoundApplicationSet extends Found<KubeObject> {
  /** How many Argo Applications it makes; absent when it was not expanded. */
  readonly applications?: number;
  /** Why it is not known what it makes. */
  readonly unknown?: GitopsError;
}

/** The Argo CD resources of a folder. */
export interface ArgoResources {
  /** Without those in `roots`. */
  readonly applications: readonly Found<ArgoApplication>[];
  /**
   * Apps of apps: they deliver the very resources that are read here, to Argo CD's own cluster, and are
   * nothing to sync without Argo CD.
   */
  readonly roots: readonly Found<ArgoApplication>[];
  readonly projects: readonly Found<ArgoAppProject>[];
  /** Names of AppProjects that are not understood, which is among the problems. Default: none. */
  readonly brokenProjects?: readonly string[];
  readonly clusters: readonly ClusterSecret[];
  /** The same as they stand in Git. */
  readonly clusterSecrets: readonly Found<KubeObject>[];
  /** Argo CD's own settings: the ConfigMap `argocd-cm`, when Git has it. */
  readonly settings?: Found<KubeObject>;
  /** What they make is in `applications` once they are expanded. */
  readonly applicationSets: readonly FoundApplicationSet[];
  readonly problems: readonly GitopsError[];
  /** The folder was built as an app of apps that no Argo Application names. */
  readonly assumed?: AssumedRoot;
}

/** A folder that is an app of apps, though no Argo Application says so. */
export interface AssumedRoot {
  readonly folder: string;
  /** The name that its Argo Application is taken to have. */
  readonly name: string;
  /** Objects that it yields beside Argo CD resources: nobody delivers them. */
  readonly others: number;
}

/** What building a folder yields. */
export interface BuiltResources {
  readonly objects: readonly Found<KubeObject>[];
  /** Files that were built, and are not taken by themselves. */
  readonly instead: ReadonlySet<string>;
}
