import type { KubeObject } from '../../manifest/kube-object.js';
import { isObserved } from './fields.js';
import { healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * TargetGroupBinding of the AWS Load Balancer Controller: the generation it writes once its targets are
 * registered is all that it says.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
 */
export function judgeTargetGroupBinding(object: KubeObject): HealthFinding {
  return isObserved(object) ? healthy() : progressing('waiting for its targets to be registered');
}
