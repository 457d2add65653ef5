import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Sensor and EventSource of Argo Events: every condition has to hold.
 *
 * @see https://argoproj.github.io/argo-events/
 */
export function judgeArgoEvents(object: KubeObject): HealthFinding {
  const conditions = conditionsOf(object);
  const unmet = conditions.find(({ status }) => status !== 'True');
  if (unmet) return progressing(explain(unmet));
  return conditions.length === 0 ? progressing('waiting for its controller') : healthy();
}
