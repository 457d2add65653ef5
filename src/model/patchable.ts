import type {
  IngressManifest,
  NetworkPolicyManifest,
  ServiceAccountManifest,
  ServiceManifest,
} from './schema/network.js';
import type { Metadata } from './schema/pod.js';
import type {
  ConfigMapManifest,
  CronJobManifest,
  DaemonSetManifest,
  DeploymentManifest,
  HorizontalPodAutoscalerManifest,
  JobManifest,
  PersistentVolumeClaimManifest,
  PodManifest,
  StatefulSetManifest,
} from './schema/workload.js';

/** `resourceType` of a construct of cdk8s-plus (any version) → what it writes. */
interface ManifestByResourceType {
  readonly configmaps: ConfigMapManifest;
  readonly cronjob: CronJobManifest;
  readonly daemonsets: DaemonSetManifest;
  readonly deployments: DeploymentManifest;
  readonly horizontalpodautoscaler: HorizontalPodAutoscalerManifest;
  readonly ingresses: IngressManifest;
  readonly jobs: JobManifest;
  readonly networkpolicies: NetworkPolicyManifest;
  readonly persistentvolumeclaims: PersistentVolumeClaimManifest;
  readonly pods: PodManifest;
  readonly serviceaccounts: ServiceAccountManifest;
  readonly services: ServiceManifest;
  readonly statefulsets: StatefulSetManifest;
}

/** A manifest of which nothing but the metadata is known. */
export interface UnknownManifest {
  readonly metadata?: Metadata;
  readonly [field: string]: unknown;
}

/** What a handle writes, as far as its type says. */
export type ManifestOf<Handle> = Handle extends { readonly manifest: infer Manifest }
  ? Manifest
  : Handle extends { readonly resourceType: infer Type extends keyof ManifestByResourceType }
    ? ManifestByResourceType[Type]
    : UnknownManifest;

/**
 * Any part of a manifest; `null` removes a field. Lists with a merge key (containers, env, ports, volumes, …)
 * are merged by it, other lists are replaced.
 */
export type PatchOf<Manifest> = Manifest extends readonly (infer Item)[]
  ? readonly ListItemPatch<Item>[]
  : Manifest extends object
    ? { readonly [Key in keyof Manifest]?: PatchOf<Manifest[Key]> | null }
    : Manifest;

type ListItemPatch<Item> = Item extends object ? { readonly [Key in keyof Item]?: PatchOf<Item[Key]> | null } : Item;
