import type { KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { fieldsOf, textOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import { judgeByPhase } from './phase.js';
import type { HealthFinding } from './verdict.js';

/**
 * Rook's clusters: what Ceph says of itself, then the state of the operator. Other kinds have a phase.
 *
 * @see https://rook.io/docs/rook/latest-release/CRDs/specification/
 */
export function judgeCeph(object: KubeObject): HealthFinding | undefined {
  const { kind, status } = object;
  if (kind !== 'CephCluster') return textOf(status, 'phase') ? judgeByPhase(object) : judgeByConditions(object);
  const told = textOf(fieldsOf(status, 'ceph'), 'health');
  if (told === 'HEALTH_WARN' || told === 'HEALTH_ERR') return degraded(`Ceph reports ${told}`);
  if (told !== 'HEALTH_OK') return undefined;
  const state = textOf(status, 'state');
  if (state === 'Error') return degraded(textOf(status, 'message') || 'the state is Error');
  return ['', 'Created', 'Connected'].includes(state) ? healthy() : progressing(`the state is ${state}`);
}
