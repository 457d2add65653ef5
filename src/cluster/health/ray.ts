import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf, textOf } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * KubeRay: clusters and services by their state, jobs by how they end.
 *
 * @see https://docs.ray.io/en/latest/cluster/kubernetes/index.html
 */
export function judgeRay(object: KubeObject): HealthFinding | undefined {
  const { kind, spec, status } = object;
  if (kind === 'RayJob') return judgeJob(object);
  const isSuspended = isRecord(spec) && spec['suspend'] === true;
  if (textOf(status, 'state') === 'suspended' || isSuspended) return finding('Suspended');
  if (textOf(status, 'state') === 'failed') return degraded(textOf(status, 'reason'));
  const conditions = conditionsOf(object);
  const upgrading = conditions.find(({ type, status: state }) => type === 'UpgradeInProgress' && state === 'True');
  if (upgrading) return progressing(explain(upgrading));
  const told = conditions.find(({ type }) => type === 'Ready' || type === 'RayClusterProvisioned');
  if (told) return told.status === 'True' ? healthy(told.message) : progressing(explain(told));
  if (textOf(status, 'state') === 'ready' || textOf(status, 'serviceStatus') === 'Running') return healthy();
  return kind === 'RayCluster' || kind === 'RayService' ? progressing('waiting for its pods') : undefined;
}

function judgeJob({ status }: KubeObject): HealthFinding {
  const deployment = textOf(status, 'jobDeploymentStatus');
  const job = textOf(status, 'jobStatus');
  if (deployment === 'Failed' || job === 'FAILED' || job === 'STOPPED')
    return final(degraded(textOf(status, 'message') || `the job is ${job || deployment}`));
  if (deployment === 'Suspended') return finding('Suspended');
  return job === 'SUCCEEDED' ? healthy() : progressing(deployment || 'waiting for its cluster');
}
