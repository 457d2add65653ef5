import type { KubeObject } from '../manifest/kube-object.js';
import { conditionsOf, textOf } from './health/fields.js';
import { type PodTrouble, podTrouble } from './health/pod-trouble.js';

/** What the pods of one namespace look like at one moment. */
export interface NamespacePods {
  /** True once the pods were listed (or refused) and nothing is being looked up. */
  readonly isComplete: boolean;
  /** By the UID of the controller that owns them. */
  readonly byOwner: ReadonlyMap<string, readonly KubeObject[]>;
  /** ReplicaSets that were looked up, by UID. */
  readonly replicaSets: ReadonlyMap<string, KubeObject>;
}

const REVISION = 'deployment.kubernetes.io/revision';
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];
const GRADES = ['hopeless', 'stuck', 'waiting'] as const;

/** True for kinds whose health is that of pods they own. */
export function isWorkload({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return WORKLOADS.includes(kind) && /^(apps|batch)\//.test(apiVersion);
}

/**
 * The worst trouble among the pods of a workload's current revision, those of the revision that is being replaced left out; or why no pods can be made. Pure.
 */
export function workloadTrouble(workload: KubeObject, pods: NamespacePods): PodTrouble | undefined {
  const troubled = currentPods(workload, pods).flatMap((pod) => {
    const trouble = podTrouble(pod);
    if (!trouble) return [];
    // A Job counts its crashes itself, up to its backoffLimit.
    return [{ pod, trouble: workload.kind === 'Job' && trouble.isCrash ? { ...trouble, grade: 'waiting' as const } : trouble }];
  });
  const worst = GRADES.map((grade) => troubled.find(({ trouble }) => trouble.grade === grade)).find(Boolean);
  if (!worst) return creationTrouble(workload);
  const { pod, trouble } = worst;
  const others = troubled.filter((other) => other.trouble.grade === trouble.grade).length - 1;
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'pod' : 'pods'})` : '';
  return { ...trouble, reason: `Pod ${pod.metadata.name}: ${trouble.reason}${more}` };
}

/** ReplicaSets that may be the Deployment's and have a pod in trouble, but are not known yet: which of them is the current one must be looked up. */
export function unknownReplicaSets(workload: KubeObject, pods: NamespacePods): readonly string[] {
  if (workload.kind !== 'Deployment') return [];
  const owners = [...pods.byOwner].flatMap(([uid, owned]) => {
    const owner = owned[0]?.metadata.ownerReferences?.find((reference) => reference.uid === uid);
    const isKnown = isOwnedBy(pods.replicaSets.get(uid), workload);
    return owner?.kind === 'ReplicaSet' && !isKnown && isNameOf(owner.name, workload) && owned.some(podTrouble) ? [owner.name] : [];
  });
  return owners;
}

function currentPods(workload: KubeObject, { byOwner, replicaSets }: NamespacePods): readonly KubeObject[] {
  if (workload.kind === 'Deployment') {
    const revision = workload.metadata.annotations?.[REVISION];
    return [...replicaSets.values()]
      .filter((set) => isOwnedBy(set, workload) && set.metadata.annotations?.[REVISION] === revision)
      .flatMap(({ metadata }) => byOwner.get(metadata.uid ?? '') ?? []);
  }
  return (byOwner.get(workload.metadata.uid ?? '') ?? []).filter((pod) => isOfRevision(pod, workload));
}

function isOfRevision({ metadata: { labels = {} } }: KubeObject, workload: KubeObject): boolean {
  if (workload.kind === 'StatefulSet') {
    const revision = textOf(workload['status'], 'updateRevision');
    return revision === '' || labels['controller-revision-hash'] === revision;
  }
  const generation = workload.kind === 'DaemonSet' ? workload.metadata.annotations?.[TEMPLATE_GENERATION] : undefined;
  return generation === undefined || (labels['pod-template-generation'] ?? generation) === generation;
}

function isOwnedBy(replicaSet: KubeObject | undefined, workload: KubeObject): boolean {
  return replicaSet?.metadata.ownerReferences?.some(({ uid }) => uid === workload.metadata.uid) ?? false;
}

/** A ReplicaSet is named after its Deployment and the hash of its template. */
function isNameOf(replicaSet: string, { metadata: { name } }: KubeObject): boolean {
  return replicaSet.startsWith(`${name}-`) && !replicaSet.slice(name.length + 1).includes('-');
}

/** Admission or a quota refuses the pods: the Deployment says so itself. */
function creationTrouble(workload: KubeObject): PodTrouble | undefined {
  const failure = conditionsOf(workload).find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  return failure && { grade: 'stuck', reason: [failure.reason, failure.message].filter(Boolean).join(': '), restarts: 0, isCrash: false };
}
