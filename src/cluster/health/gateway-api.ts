import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import { judgeByParents } from './parents.js';
import type { HealthFinding } from './verdict.js';

const ATTACHED = /(Route|Policy)$/;

/**
 * Gateway API where Argo CD has no rule: GatewayClass and ListenerSet by their own conditions, routes and
 * policies by those of each parent. A route that no gateway looks at has no parents.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export function judgeGatewayApi(object: KubeObject): HealthFinding | undefined {
  const attached = judgeByParents(object);
  if (attached) return attached;
  if (ATTACHED.test(object.kind)) return progressing('waiting for a gateway to accept it');
  const { generation = 0 } = object.metadata;
  const conditions = conditionsOf(object).filter(
    ({ observedGeneration = generation }) => observedGeneration >= generation,
  );
  const unmet = ['Accepted', 'Programmed', 'ResolvedRefs']
    .map((wanted) => conditions.find(({ type, status }) => type === wanted && status !== 'True'))
    .find(Boolean);
  if (unmet)
    return unmet.status === 'False' && unmet.reason !== 'Pending'
      ? degraded(explain(unmet))
      : progressing(explain(unmet));
  const accepted = conditions.find(({ type }) => type === 'Accepted');
  return accepted && healthy(accepted.message);
}
