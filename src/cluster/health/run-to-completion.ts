import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

const DONE = ['Complete', 'Completed', 'Succeeded'];

/**
 * What runs once and ends, as a Job does: JobSet, the jobs of Kubeflow, and the runs of Tekton, where False
 * is the end and the reason says why.
 *
 * @see https://jobset.sigs.k8s.io/docs/reference/jobset.v1alpha2/
 * @see https://www.kubeflow.org/docs/components/trainer/
 * @see https://tekton.dev/docs/pipelines/pipelineruns/#monitoring-execution-status
 */
export function judgeRun(object: KubeObject): HealthFinding | undefined {
  const conditions = conditionsOf(object);
  const failed = conditions.find(
    ({ type, status }) => (type === 'Failed' && status === 'True') || (type === 'Succeeded' && status === 'False'),
  );
  if (failed) return final(degraded(explain(failed)));
  const done = conditions.find(({ type, status }) => DONE.includes(type) && status === 'True');
  if (done) return healthy(done.message);
  const suspended = conditions.find(({ type, status }) => type === 'Suspended' && status === 'True');
  const isSuspended = isRecord(object['spec']) && object['spec']['suspend'] === true;
  if (suspended || isSuspended) return final(finding('Suspended', suspended?.message));
  return progressing(explain(conditions.find(({ status }) => status === 'True') ?? conditions[0]));
}
