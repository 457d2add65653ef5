import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf, listOf, textOf } from './fields.js';
import { degraded, final, finding, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/** Jobs and CronJobs, verdict as Argo CD. */
export const BATCH_RULES = { 'batch/Job': judgeJob, 'batch/CronJob': judgeCronJob } as const;

/** The presence of `Failed` and `Complete` decides, not their `status`. */
function judgeJob(object: KubeObject): HealthFinding {
  const conditions = conditionsOf(object);
  const failed = conditions.find(({ type }) => type === 'Failed');
  const complete = conditions.find(({ type }) => type === 'Complete');
  const suspended = conditions.find(({ type }) => type === 'Suspended');
  if (failed) return final(degraded(failed.message));
  if (suspended?.status === 'True') return final(finding('Suspended', suspended.message));
  if (complete ?? suspended) return healthy((complete ?? suspended)?.message);
  return progressing();
}

/** @see https://github.com/argoproj/argo-cd/blob/master/resource_customizations/batch/CronJob/health.lua */
function judgeCronJob(object: KubeObject): HealthFinding {
  const { spec, status } = object;
  if (typeof spec === 'object' && spec !== null && 'suspend' in spec && spec.suspend === true)
    return healthy('CronJob is Suspended');
  if (status === undefined || status === null) return progressing('Waiting for CronJob');
  const scheduled = textOf(status, 'lastScheduleTime');
  const successful = textOf(status, 'lastSuccessfulTime');
  if (!scheduled) return healthy('CronJob has not been scheduled yet');
  if (!successful) return healthy('CronJob has not had a successful run yet');
  if (listOf(status, 'active').length > 0) return healthy('CronJob has active jobs');
  return Date.parse(successful) < Date.parse(scheduled)
    ? degraded('CronJob has not completed its last execution successfully')
    : healthy('CronJob has completed successfully');
}
