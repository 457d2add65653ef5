import type { KubeObject } from '../../manifest/kube-object.js';

/**
 * Which fields of a type kustomize merges in its own way; a field that is not here is a value, a map that is
 * merged, or a list that is replaced whole.
 */
export interface MergeShape {
  readonly [field: string]: MergeShape | MergeList;
}

/**
 * A list that kustomize merges by the keys of its elements; no key: a list of scalars that is taken for a
 * set.
 */
export interface MergeList {
  readonly keys: readonly string[];
  readonly element: MergeShape;
}

/**
 * The merge lists of an object's kind, as kustomize 5 knows them: from the OpenAPI of Kubernetes 1.21,
 * whatever version the cluster has. Kinds that it does not know have none but those of `metadata`, where we
 * assume them for all.
 */
export function mergeShapeOf(object: KubeObject): MergeShape {
  return { metadata: METADATA, ...SHAPES[`${object.apiVersion}/${object.kind}`] };
}

export function isMergeList(shape: MergeShape | MergeList | undefined): shape is MergeList {
  return Array.isArray(shape?.['keys']);
}

const list = (key: string | readonly string[], element: MergeShape = {}): MergeList => ({
  keys: typeof key === 'string' ? [key] : key,
  element,
});

const METADATA: MergeShape = { finalizers: list([]), ownerReferences: list('uid') };
const EPHEMERAL_CONTAINER: MergeShape = {
  env: list('name'),
  volumeDevices: list('devicePath'),
  volumeMounts: list('mountPath'),
};
const CONTAINER: MergeShape = { ...EPHEMERAL_CONTAINER, ports: list(['containerPort', 'protocol']) };
const POD_SPEC: MergeShape = {
  containers: list('name', CONTAINER),
  initContainers: list('name', CONTAINER),
  ephemeralContainers: list('name', EPHEMERAL_CONTAINER),
  hostAliases: list('ip'),
  imagePullSecrets: list('name'),
  topologySpreadConstraints: list(['topologyKey', 'whenUnsatisfiable']),
  volumes: list('name'),
};
const POD_TEMPLATE: MergeShape = { metadata: METADATA, spec: POD_SPEC };
const WORKLOAD: MergeShape = { spec: { template: POD_TEMPLATE } };
const CRON_JOB: MergeShape = { spec: { jobTemplate: { metadata: METADATA, ...WORKLOAD } } };
const WEBHOOKS: MergeShape = { webhooks: list('name') };
const CSI_NODE: MergeShape = { spec: { drivers: list('name') } };

const SHAPES: Readonly<Record<string, MergeShape | undefined>> = {
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration': WEBHOOKS,
  'apps/v1/DaemonSet': WORKLOAD,
  'apps/v1/Deployment': WORKLOAD,
  'apps/v1/ReplicaSet': WORKLOAD,
  'apps/v1/StatefulSet': WORKLOAD,
  'batch/v1/CronJob': CRON_JOB,
  'batch/v1/Job': WORKLOAD,
  'batch/v1beta1/CronJob': CRON_JOB,
  'storage.k8s.io/v1/CSINode': CSI_NODE,
  'storage.k8s.io/v1beta1/CSINode': CSI_NODE,
  'v1/Node': { spec: { podCIDRs: list([]) } },
  'v1/Pod': { spec: POD_SPEC },
  'v1/PodTemplate': { template: POD_TEMPLATE },
  'v1/ReplicationController': WORKLOAD,
  'v1/Service': { spec: { ports: list(['port', 'protocol']) } },
  'v1/ServiceAccount': { secrets: list('name') },
  'kustomize.config.k8s.io/v1beta1/Kustomization': { configMapGenerator: list('name'), secretGenerator: list('name') },
};
