import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { degraded, final, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * AWS Controllers for Kubernetes, groups `*.services.k8s.aws`. `ACK.Terminal`: the spec has to change first.
 * `ACK.Recoverable`: AWS refused, and the controller tries again.
 *
 * @see https://aws-controllers-k8s.github.io/community/docs/user-docs/resource-crud/
 * @see https://github.com/aws-controllers-k8s/runtime/blob/main/apis/core/v1alpha1/conditions.go
 */
export function judgeAck(object: KubeObject): HealthFinding | undefined {
  const conditions = new Map(conditionsOf(object).map((condition) => [condition.type, condition]));
  const isTrue = (type: string) => conditions.get(type)?.status === 'True';
  if (isTrue('ACK.Terminal')) return final(degraded(explain(conditions.get('ACK.Terminal'))));
  if (isTrue('ACK.Recoverable')) return degraded(explain(conditions.get('ACK.Recoverable')));
  // Only later controllers have it, and a resource may be synced before it is ready.
  const ready = conditions.get('Ready');
  if (ready && ready.status !== 'True') return progressing(explain(ready));
  const synced = conditions.get('ACK.ResourceSynced') ?? conditions.get('ACK.Adopted') ?? ready;
  if (synced?.status === 'True') return healthy(synced.message);
  if (synced) return progressing(explain(synced));
  const references = conditions.get('ACK.ReferencesResolved');
  // The kinds of the runtime itself, but for an adoption, have no condition that says well.
  if (groupOf(object.apiVersion) === 'services.k8s.aws' && object.kind !== 'AdoptedResource') return undefined;
  return progressing(references && references.status !== 'True' ? explain(references) : 'waiting for its controller');
}
