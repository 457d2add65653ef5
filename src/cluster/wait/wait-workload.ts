import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf, optionalNumber, textOf } from '../health/fields.js';
import { type PodTrouble, podTrouble } from '../health/pod-trouble.js';

/** What the pods of one namespace look like at one moment. */
export interface NamespacePods {
  /** True once the pods were listed (or refused) and nothing is being looked up. */
  readonly isComplete: boolean;
  /** By the UID of the controller that owns them. */
  readonly byOwner: ReadonlyMap<string, readonly KubeObject[]>;
  /** UIDs of ReplicaSets with a pod in trouble, by the name of the Deployment they are named after. */
  readonly troubledReplicaSets: ReadonlyMap<string, ReadonlySet<string>>;
  /** ReplicaSets that were looked up, by the UID of the Deployment that owns them. */
  readonly replicaSets: ReadonlyMap<string, readonly KubeObject[]>;
}

/** The worst trouble, and the pod that has it. */
export interface WorkloadTrouble extends PodTrouble {
  /** Absent when no pod can be made. */
  readonly pod?: KubeObject;
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
 * The worst trouble among the pods of a workload's current revision, those of the revision that is being
 * replaced left out; or why no pods can be made. None for as long as its controller has not seen its change:
 * all that is there is of before. Pure.
 */
export function workloadTrouble(workload: KubeObject, pods: NamespacePods): WorkloadTrouble | undefined {
  if (isUnseen(workload)) return undefined;
  const troubled = currentPods(workload, pods).flatMap((pod) => {
    const trouble = podTrouble(pod);
    if (!trouble) return [];
    // A Job counts its crashes itself, up to its backoffLimit.
    return [
      {
        pod,
        trouble: workload.kind === 'Job' && trouble.isCrash ? { ...trouble, grade: 'waiting' as const } : trouble,
      },
    ];
  });
  const worst = GRADES.map((grade) => troubled.find(({ trouble }) => trouble.grade === grade)).find(Boolean);
  if (!worst) return creationTrouble(workload);
  const { pod, trouble } = worst;
  const others = troubled.filter((other) => other.trouble.grade === trouble.grade).length - 1;
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'pod' : 'pods'})` : '';
  return { ...trouble, reason: `Pod ${pod.metadata.name}: ${trouble.reason}${more}`, pod };
}

/**
 * True when pods of the Deployment may be in trouble and it is not known which of its ReplicaSets is the
 * current one.
 */
export function needsReplicaSets(workload: KubeObject, { troubledReplicaSets, replicaSets }: NamespacePods): boolean {
  const troubled = workload.kind === 'Deployment' ? troubledReplicaSets.get(workload.metadata.name) : undefined;
  if (!troubled) return false;
  const own = replicaSets.get(workload.metadata.uid ?? '') ?? [];
  const known = new Set(own.map(({ metadata }) => metadata.uid));
  return [...troubled].some((uid) => !known.has(uid)) || !own.some((set) => revisionOf(set) === revisionOf(workload));
}

/** The pods of a workload's current revision. */
export function currentPods(workload: KubeObject, { byOwner, replicaSets }: NamespacePods): readonly KubeObject[] {
  if (isUnseen(workload)) return [];
  const uid = workload.metadata.uid ?? '';
  if (workload.kind !== 'Deployment') return (byOwner.get(uid) ?? []).filter((pod) => isOfRevision(pod, workload));
  const current = (replicaSets.get(uid) ?? []).filter((set) => revisionOf(set) === revisionOf(workload));
  return current.flatMap(({ metadata }) => byOwner.get(metadata.uid ?? '') ?? []);
}

function isUnseen({ metadata: { generation = 0 }, ...workload }: KubeObject): boolean {
  const observed = optionalNumber(workload['status'], 'observedGeneration');
  return observed !== undefined && observed < generation;
}

function revisionOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[REVISION];
}

function isOfRevision({ metadata: { labels = {} } }: KubeObject, workload: KubeObject): boolean {
  if (workload.kind === 'StatefulSet') {
    const revision = textOf(workload['status'], 'updateRevision');
    return revision === '' || labels['controller-revision-hash'] === revision;
  }
  const generation = workload.kind === 'DaemonSet' ? workload.metadata.annotations?.[TEMPLATE_GENERATION] : undefined;
  return generation === undefined || (labels['pod-template-generation'] ?? generation) === generation;
}

/** Admission or a quota refuses the pods: the Deployment says so itself. */
function creationTrouble(workload: KubeObject): PodTrouble | undefined {
  const failure = conditionsOf(workload).find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  return (
    failure && {
      grade: 'stuck',
      reason: [failure.reason, failure.message].filter(Boolean).join(': '),
      restarts: 0,
      isCrash: false,
    }
  );
}
