import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { explain } from './explain-condition.js';
import { conditionsOf, fieldsOf, textOf } from './fields.js';
import { degraded, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

const MOVING = ['Deleting', 'Remediating', 'RollingOut', 'ScalingDown', 'ScalingUp'];

/**
 * Cluster API and its providers, groups `*.cluster.x-k8s.io`, where Argo CD has no rule: a paused object is
 * suspended, one that rolls out is not there yet although it is available. Older providers have only `ready`
 * and a failure.
 *
 * @see https://cluster-api.sigs.k8s.io/reference/api/reference
 */
export function judgeClusterApi(object: KubeObject): HealthFinding | undefined {
  const { metadata, spec, status } = object;
  const isPaused =
    (isRecord(spec) && spec['paused'] === true) || metadata.annotations?.['cluster.x-k8s.io/paused'] !== undefined;
  const conditions = conditionsOf(object);
  const paused = conditions.find(({ type, status: state }) => type === 'Paused' && state === 'True');
  if (isPaused || paused) return finding('Suspended', paused?.message || 'it is paused');
  const failure =
    textOf(status, 'failureMessage') || textOf(fieldsOf(fieldsOf(status, 'deprecated'), 'v1beta1'), 'failureMessage');
  if (failure) return degraded(failure);
  const moving = conditions.find(({ type, status: state }) => MOVING.includes(type) && state === 'True');
  if (moving) return progressing(explain(moving));
  const told = judgeByConditions(object);
  if (told) return told;
  const ready = isRecord(status) ? status['ready'] : undefined;
  const provisioned = fieldsOf(status, 'initialization')['provisioned'];
  if (ready === true || provisioned === true) return healthy();
  return ready === false || provisioned === false ? progressing('not ready') : undefined;
}
