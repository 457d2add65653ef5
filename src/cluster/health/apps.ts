import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf, fieldsOf, isObserved, numberOf, optionalNumber, textOf } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Workloads of the group `apps`, verdict and message as Argo CD.
 *
 * @see https://github.com/argoproj/argo-cd/tree/master/gitops-engine/pkg/health
 */
export const APPS_RULES = {
  'apps/Deployment': judgeDeployment,
  'apps/StatefulSet': judgeStatefulSet,
  'apps/DaemonSet': judgeDaemonSet,
  'apps/ReplicaSet': judgeReplicaSet,
} as const;

function judgeDeployment(object: KubeObject): HealthFinding {
  const { spec, status } = object;
  if (fieldsOf(object, 'spec')['paused'] === true) return final(finding('Suspended', 'Deployment is paused'));
  if (!isObserved(object))
    return progressing('Waiting for rollout to finish: observed deployment generation less than desired generation');
  const rollout = conditionsOf(object).find(({ type }) => type === 'Progressing');
  if (rollout?.reason === 'ProgressDeadlineExceeded')
    return final(degraded(`Deployment "${object.metadata.name}" exceeded its progress deadline`));
  const desired = optionalNumber(spec, 'replicas');
  const updated = numberOf(status, 'updatedReplicas');
  const all = numberOf(status, 'replicas');
  const available = numberOf(status, 'availableReplicas');
  if (desired !== undefined && updated < desired) {
    return progressing(`Waiting for rollout to finish: ${updated} out of ${desired} new replicas have been updated...`);
  }
  if (all > updated)
    return progressing(`Waiting for rollout to finish: ${all - updated} old replicas are pending termination...`);
  if (available < updated)
    return progressing(`Waiting for rollout to finish: ${available} of ${updated} updated replicas are available...`);
  return healthy();
}

function judgeStatefulSet(object: KubeObject): HealthFinding {
  const { spec, status } = object;
  if (numberOf(status, 'observedGeneration') === 0 || !isObserved(object))
    return progressing('Waiting for statefulset spec update to be observed...');
  const desired = optionalNumber(spec, 'replicas');
  const ready = numberOf(status, 'readyReplicas');
  const updated = numberOf(status, 'updatedReplicas');
  if (desired !== undefined && ready < desired)
    return progressing(`Waiting for ${desired - ready} pods to be ready...`);
  const strategy = fieldsOf(spec, 'updateStrategy');
  if (
    textOf(strategy, 'type') === 'RollingUpdate' &&
    strategy['rollingUpdate'] !== undefined &&
    strategy['rollingUpdate'] !== null
  ) {
    const partition = optionalNumber(strategy['rollingUpdate'], 'partition');
    if (desired !== undefined && partition !== undefined && updated < desired - partition) {
      return progressing(
        `Waiting for partitioned roll out to finish: ${updated} out of ${desired - partition} new pods have been updated...`,
      );
    }
    return healthy(`partitioned roll out complete: ${updated} new pods have been updated...`);
  }
  if (textOf(strategy, 'type') === 'OnDelete') return healthy(`statefulset has ${ready} ready pods`);
  const next = textOf(status, 'updateRevision');
  const current = textOf(status, 'currentRevision');
  if (next !== current)
    return progressing(`waiting for statefulset rolling update to complete ${updated} pods at revision ${next}...`);
  return healthy(
    `statefulset rolling update complete ${numberOf(status, 'currentReplicas')} pods at revision ${current}...`,
  );
}

function judgeDaemonSet(object: KubeObject): HealthFinding {
  const { spec, status } = object;
  if (!isObserved(object))
    return progressing('Waiting for rollout to finish: observed daemon set generation less than desired generation');
  const updated = numberOf(status, 'updatedNumberScheduled');
  const desired = numberOf(status, 'desiredNumberScheduled');
  const available = numberOf(status, 'numberAvailable');
  if (textOf(fieldsOf(spec, 'updateStrategy'), 'type') === 'OnDelete') {
    return healthy(`daemon set ${updated} out of ${desired} new pods have been updated`);
  }
  const waiting = `Waiting for daemon set "${object.metadata.name}" rollout to finish:`;
  if (updated < desired) return progressing(`${waiting} ${updated} out of ${desired} new pods have been updated...`);
  if (available < desired) return progressing(`${waiting} ${available} of ${desired} updated pods are available...`);
  return healthy();
}

function judgeReplicaSet(object: KubeObject): HealthFinding {
  const { spec, status } = object;
  if (!isObserved(object))
    return progressing('Waiting for rollout to finish: observed replica set generation less than desired generation');
  const failure = conditionsOf(object).find(({ type }) => type === 'ReplicaFailure');
  if (failure?.status === 'True') return degraded(failure.message);
  const desired = optionalNumber(spec, 'replicas');
  const available = numberOf(status, 'availableReplicas');
  if (desired !== undefined && available < desired) {
    return progressing(`Waiting for rollout to finish: ${available} out of ${desired} new replicas are available...`);
  }
  return healthy();
}
