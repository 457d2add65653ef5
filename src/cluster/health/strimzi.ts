import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf, optionalNumber } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Strimzi where Argo CD has no rule: `NotReady` comes with `Ready`, and a rebalance names its step by the
 * type of a condition. A pool of nodes says nothing of its own.
 *
 * @see https://strimzi.io/docs/operators/latest/deploying#con-custom-resources-status-str
 */
export function judgeStrimzi(object: KubeObject): HealthFinding | undefined {
  const generation = object.metadata.generation ?? 0;
  const observed = optionalNumber(object['status'], 'observedGeneration');
  if (observed !== undefined && observed < generation)
    return progressing(`waiting for generation ${generation} to be observed`);
  const current = conditionsOf(object).filter(({ status, type }) => status === 'True' && type !== 'Warning');
  const bad = current.find(({ type }) => type === 'NotReady');
  if (bad) return bad.reason === 'Creating' ? progressing(explain(bad)) : degraded(explain(bad));
  if (current.some(({ type }) => type === 'Ready' || type === 'ProposalReady' || type === 'Stopped')) return healthy();
  return current[0] && progressing(explain(current[0]));
}
