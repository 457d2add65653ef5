import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf, optionalNumber } from '../health/fields.js';
import { isBuiltInGroup } from '../health/judge.js';
import { type PodTrouble, podTrouble } from '../health/pod-trouble.js';
import { isSilent } from '../health/silent-kinds.js';
import type { HealthVerdict } from '../health/verdict.js';
import { sentences } from './sentences.js';
import { currentPods, isWorkload, type NamespacePods, type WorkloadTrouble, workloadTrouble } from './wait-workload.js';

/** What is thought of one object at one moment. */
export interface Assessment {
  /** `null`: it has no health. Its message is completed by what its pods say. */
  readonly verdict: HealthVerdict | null;
  /** Since when its trouble lasts. */
  readonly troubledSince?: number;
  /** When the trouble will have lasted too long. */
  readonly hopelessAt?: number;
  /** When it is taken for healthy although its controller has not looked at it yet. */
  readonly believedAt?: number;
  /** Those of its current revision, where it is not healthy. */
  readonly pods?: readonly KubeObject[];
  /** What is wrong with them. */
  readonly trouble?: WorkloadTrouble;
  /** True when the message says more than the object itself. */
  readonly isExplained?: boolean;
}

export interface AssessContext {
  /** In milliseconds of a clock that never jumps. */
  readonly now: number;
  readonly stuckAfterMs: number;
  /** How long a controller has time to notice an object. */
  readonly unobservedMs: number;
  /** Undefined when the object has no health. */
  readonly judge: (object: KubeObject) => HealthVerdict | undefined;
  /** Whether a controller writes the status of its kind. */
  readonly hasStatus: boolean;
  /** Pods of the object's namespace; only asked for where they matter. */
  readonly podsFor: (workload: KubeObject) => NamespacePods;
}

/** An object that is not there gets this long to appear, or to come back. */
const MISSING_MS = 10_000;
/** This many restarts do not happen by accident. */
const MANY_RESTARTS = 3;
/**
 * A crash may be the fault of a dependency that is still starting: it gets more time than a missing image.
 */
const CRASH_FACTOR = 3;

/** Judges an object and, where it is not healthy, its pods. */
export function assess(
  object: KubeObject | undefined,
  before: Assessment | undefined,
  context: AssessContext,
): Assessment {
  if (!object) return missing(before, context.now);
  const verdict = throughResumed(object, context.judge(object) ?? null);
  if (verdict === null || verdict.status === 'Healthy')
    return unobserved(object, verdict, before, context) ?? { verdict };
  if (verdict.status === 'Suspended') return { verdict };
  const namespace = isWorkload(object) ? context.podsFor(object) : undefined;
  const pods = namespace && currentPods(object, namespace);
  const trouble = troubleOf(object, namespace);
  // A final state is reported together with its cause.
  if (verdict.final && namespace && !namespace.isComplete) return { verdict: { ...verdict, final: false } };
  if (!trouble) return { verdict, pods };
  const told = { ...verdict, message: sentences(verdict.message, trouble.reason) };
  const isBad = trouble.grade !== 'waiting';
  // Between two crashes a container runs for a moment: it has not recovered.
  if (!isBad && (trouble.restarts === 0 || before?.troubledSince === undefined))
    return { verdict: told, pods, trouble, isExplained: true };
  const troubledSince = before?.troubledSince ?? context.now;
  return {
    verdict: isBad ? { ...told, status: 'Degraded' } : told,
    troubledSince,
    hopelessAt: troubledSince + patience(trouble, context.stuckAfterMs),
    pods,
    trouble,
    isExplained: true,
  };
}

/**
 * A Job that was suspended and runs again is healthy by Argo CD's rule, because it has a condition: a wait
 * continues.
 */
function throughResumed(object: KubeObject, verdict: HealthVerdict | null): HealthVerdict | null {
  if (verdict?.rule !== 'batch/Job' || verdict.status !== 'Healthy') return verdict;
  const isDone = conditionsOf(object).some(({ type }) => type === 'Complete');
  return isDone ? verdict : { status: 'Progressing', message: 'resumed, and running', rule: verdict.rule };
}

/**
 * A custom resource that looks well only because its controller has not seen it, or its change, yet. The
 * controller gets a moment; one that never says anything is not waited for.
 */
function unobserved(
  object: KubeObject,
  verdict: HealthVerdict | null,
  before: Assessment | undefined,
  { now, unobservedMs, hasStatus }: AssessContext,
): Assessment | undefined {
  const group = groupOf(object.apiVersion);
  if (isBuiltInGroup(group)) return undefined;
  const { generation = 0 } = object.metadata;
  const observed = optionalNumber(object['status'], 'observedGeneration');
  const isFresh = verdict === null && hasStatus && isEmpty(object['status']) && !isSilent(group, object.kind);
  if (!isFresh && (observed === undefined || observed >= generation)) return undefined;
  const message = isFresh
    ? 'waiting for its controller to write a status'
    : `waiting for generation ${generation} to be observed`;
  return {
    verdict: { status: 'Progressing', message, rule: 'unobserved' },
    believedAt: before?.believedAt ?? now + unobservedMs,
  };
}

function isEmpty(status: unknown): boolean {
  return status === undefined || status === null || Object.keys(status).length === 0;
}

function missing(before: Assessment | undefined, now: number): Assessment {
  const wasSeen = before !== undefined && before.verdict?.status !== 'Missing';
  const troubledSince = before?.verdict?.status === 'Missing' ? (before.troubledSince ?? now) : now;
  const message =
    wasSeen || before?.verdict?.message === 'it was deleted' ? 'it was deleted' : 'it is not in the cluster';
  return {
    verdict: { status: 'Missing', message, rule: 'presence' },
    troubledSince,
    hopelessAt: troubledSince + MISSING_MS,
    isExplained: true,
  };
}

function troubleOf(object: KubeObject, pods: NamespacePods | undefined): WorkloadTrouble | undefined {
  if (object.kind === 'Pod' && object.apiVersion === 'v1') {
    const trouble = podTrouble(object);
    return trouble && { ...trouble, pod: object };
  }
  return pods && workloadTrouble(object, pods);
}

function patience({ grade, restarts, isCrash }: PodTrouble, stuckAfterMs: number): number {
  if (grade === 'hopeless') return 0;
  return isCrash && restarts < MANY_RESTARTS ? stuckAfterMs * CRASH_FACTOR : stuckAfterMs;
}
