import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { type Condition, conditionsOf, optionalNumber } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import { judgeByParents } from './parents.js';
import { judgeByPhase } from './phase.js';
import type { HealthFinding } from './verdict.js';

/** Conditions that are good when True; all that exist must be. */
const GOOD = ['Ready', 'Available', 'Established', 'Synced', 'Succeeded'];
const PAUSED = ['Paused', 'Suspended'];
/**
 * Of a reason such as `ReconciliationFailed` or `InvalidSpec`: the controller gave up for now, though it may
 * try again.
 */
const FAILING_REASON = /(Failed|Failure|Error|Invalid|Denied|Forbidden)/;

/**
 * Custom resources without a rule of their own, by the conventions of their conditions, otherwise by what
 * each parent says, or by a phase or state in one word; undefined when there is nothing to go by.
 *
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties
 * @see https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md
 */
export function judgeByConditions(object: KubeObject): HealthFinding | undefined {
  const generation = object.metadata.generation ?? 0;
  const observed = optionalNumber(object['status'], 'observedGeneration');
  if (observed !== undefined && observed < generation)
    return progressing(`waiting for generation ${generation} to be observed`);
  const all = conditionsOf(object);
  const isOld = ({ observedGeneration }: Condition) =>
    observedGeneration !== undefined && observedGeneration < generation;
  const current = new Map(all.filter((condition) => !isOld(condition)).map((condition) => [condition.type, condition]));
  const isTrue = (type: string) => current.get(type)?.status === 'True';
  if (isTrue('Stalled')) return final(degraded(explain(current.get('Stalled'))));
  if (isTrue('Failed')) return final(degraded(explain(current.get('Failed'))));
  if (isTrue('Reconciling')) return progressing(explain(current.get('Reconciling')));
  if (isTrue('Degraded')) return degraded(explain(current.get('Degraded')));
  const paused = PAUSED.map((type) => current.get(type)).find((condition) => condition?.status === 'True');
  if (paused) return finding('Suspended', explain(paused));
  const bad = GOOD.map((type) => current.get(type)).find(
    (condition) => condition !== undefined && condition.status !== 'True',
  );
  if (bad) return isFailing(bad) ? degraded(explain(bad)) : progressing(explain(bad));
  // A finished rollout keeps Progressing=True with this reason.
  const moving = current.get('Progressing');
  if (moving?.status === 'True' && moving.reason !== 'NewReplicaSetAvailable') return progressing(explain(moving));
  const good = GOOD.map((type) => current.get(type)).find((condition) => condition !== undefined);
  if (good) return healthy(good.message);
  if (all.some((condition) => isOld(condition) && GOOD.includes(condition.type)))
    return progressing(`waiting for generation ${generation} to be observed`);
  return judgeByParents(object) ?? judgeByPhase(object);
}

function isFailing({ type, status, reason, severity }: Condition): boolean {
  if (status !== 'False') return false;
  return type === 'Synced' || severity === 'Error' || FAILING_REASON.test(reason);
}
