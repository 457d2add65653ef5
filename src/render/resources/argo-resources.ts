import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import type { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** An Argo CD resource and its file. */
export interface Found<T> {
  readonly resource: T;
  /** The path relative to the root of the repository. A generated resource has the file of its origin. */
  readonly file: string;
  /**
   * The origin of a generated resource: an ApplicationSet, or an app of apps that kustomize or Helm builds.
   * Absent for a resource in a file of its own.
   */
  readonly origin?: Origin;
  /**
   * True for an app of apps that generates Argo CD resources and other objects. Only the other objects belong
   * to it.
   */
  readonly holdsResources?: boolean;
  /** True for such an app of apps in our layout. All objects belong to it. */
  readonly yieldsResources?: boolean;
}

/** The origin of a generated Argo CD resource. */
export interface Origin {
  readonly kind: 'Application' | 'ApplicationSet';
  readonly name: string;
  /**
   * The policy of an ApplicationSet that never deletes, or never changes, the Applications that it generated.
   */
  readonly policy?: OriginPolicy;
}

export interface OriginPolicy {
  /**
   * Applications that are no longer generated stay: `preserveResourcesOnDeletion`, `create-only` and
   * `create-update`.
   */
  readonly keeps: boolean;
  /** An Application is generated once, and not updated: `create-only` and `create-delete`. */
  readonly freezes: boolean;
}

/** An ApplicationSet, and the result of its expansion. */
export interface FoundApplicationSet extends Found<KubeObject> {
  /** The number of its Argo Applications; absent when it was not expanded. */
  readonly applications?: number;
  /** The reason why its Argo Applications are not known. */
  readonly unknown?: GitopsError;
}

/** The Argo CD resources of a folder. */
export interface ArgoResources {
  /** The Argo Applications without those in `roots`. */
  readonly applications: readonly Found<ArgoApplication>[];
  /**
   * Apps of apps that deliver the resources that are read here to Argo CD's own cluster. Without Argo CD
   * there is nothing in them to sync.
   */
  readonly roots: readonly Found<ArgoApplication>[];
  readonly projects: readonly Found<ArgoAppProject>[];
  /** Names of AppProjects that cannot be read. Each is also among the problems. Default: none. */
  readonly brokenProjects?: readonly string[];
  readonly clusters: readonly ClusterSecret[];
  /** The cluster Secrets as they are in Git. */
  readonly clusterSecrets: readonly Found<KubeObject>[];
  /** Argo CD's own settings: the ConfigMap `argocd-cm`, when Git has it. */
  readonly settings?: Found<KubeObject>;
  /** The namespace of the Argo CD that the operator has given. Default: it follows from the resources. */
  readonly controlNamespace?: string;
  /** The ApplicationSets. Their Argo Applications are in `applications` after the expansion. */
  readonly applicationSets: readonly FoundApplicationSet[];
  readonly problems: readonly GitopsError[];
  /** The app of apps as which the folder was built, when no Argo Application refers to it. */
  readonly assumed?: AssumedRoot;
}

/** A folder that is an app of apps without an Argo Application. */
export interface AssumedRoot {
  readonly folder: string;
  /** The assumed name of its Argo Application. */
  readonly name: string;
  /** The number of objects that it generates in addition to Argo CD resources. Nobody delivers them. */
  readonly others: number;
}

/** The result of building a folder. */
export interface BuiltResources {
  readonly objects: readonly Found<KubeObject>[];
  /** Files that the build read, and that are therefore not read on their own. */
  readonly instead: ReadonlySet<string>;
}
