import type { KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * Kueue: a queue or an admission check is `Active` or says what it lacks, such as a ResourceFlavor that is
 * still to come; a workload that finished may have failed.
 *
 * @see https://kueue.sigs.k8s.io/docs/reference/kueue.v1beta1/
 */
export function judgeKueue(object: KubeObject): HealthFinding | undefined {
  const conditions = conditionsOf(object);
  const active = conditions.find(({ type }) => type === 'Active');
  if (active?.status === 'True') return healthy(active.message);
  if (active) return active.status === 'False' ? degraded(explain(active)) : progressing(explain(active));
  if (object.kind !== 'Workload') return undefined;
  const finished = conditions.find(({ type, status }) => type === 'Finished' && status === 'True');
  if (finished) return finished.reason === 'Failed' ? degraded(explain(finished)) : healthy(finished.message);
  const admitted = conditions.find(({ type }) => type === 'Admitted');
  return admitted?.status === 'True' ? healthy(admitted.message) : progressing(explain(admitted ?? conditions[0]));
}
