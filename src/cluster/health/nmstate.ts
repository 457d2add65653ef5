import type { KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { finding } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * A NodeNetworkConfigurationPolicy, by its conditions; a policy that matches no node is suspended.
 *
 * @see https://nmstate.io/kubernetes-nmstate/user-guide/102-configuration
 */
export function judgeNetworkPolicyOfNodes(object: KubeObject): HealthFinding | undefined {
  const ignored = conditionsOf(object).find(({ type, status }) => type === 'Ignored' && status === 'True');
  return ignored ? finding('Suspended', explain(ignored)) : judgeByConditions(object);
}
