import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf, textOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * kro: definitions (`Active`, `Inactive`) and the instances made of them (`ACTIVE`, `IN_PROGRESS`, `FAILED`,
 * `ERROR`, `DELETING`), by their state; the condition that is not met says why.
 *
 * @see https://kro.run/docs/concepts/instances
 * @see https://github.com/kubernetes-sigs/kro/blob/main/api/v1alpha1/resourcegraphdefinition_types.go
 */
export function judgeKro(object: KubeObject): HealthFinding | undefined {
  const state = textOf(object['status'], 'state');
  const conditions = conditionsOf(object);
  const unmet =
    conditions.find(({ status }) => status === 'False') ?? conditions.find(({ status }) => status === 'Unknown');
  switch (state.toUpperCase()) {
    case 'ACTIVE': {
      const ready = conditions.find(({ type }) => type === 'Ready' || type === 'InstanceSynced');
      return ready && ready.status !== 'True' ? progressing(explain(ready)) : healthy();
    }
    case 'INACTIVE':
    case 'FAILED':
    case 'ERROR':
      return degraded(explain(unmet) || `state ${state}`);
    case '':
      return conditions.length === 0 ? progressing('waiting for kro') : undefined;
    default:
      return progressing(explain(unmet) || `state ${state}`);
  }
}
