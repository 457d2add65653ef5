import type { IngressManifest, NetworkPolicyManifest, ServiceAccountManifest, ServiceManifest } from './network.js';
import type { Metadata } from './pod.js';
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
} from './workload.js';

export type * from './network.js';
export type * from './pod.js';
export type * from './workload.js';

/** `resourceType` of a construct of cdk8s-plus (any version) → what it writes. */
export interface ManifestByResourceType {
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
