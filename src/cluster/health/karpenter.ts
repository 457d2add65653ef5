import type { KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { conditionsOf } from './fields.js';
import { finding } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * A NodeClaim of Karpenter, by its conditions; a node that Karpenter is replacing is suspended.
 *
 * @see https://karpenter.sh/docs/concepts/nodeclaims/
 */
export function judgeNodeClaim(object: KubeObject): HealthFinding | undefined {
  const disrupting = conditionsOf(object).find(({ type, status }) => type === 'Disrupting' && status === 'True');
  return disrupting ? finding('Suspended', disrupting.message || 'it is being replaced') : judgeByConditions(object);
}
