import type { KubeObject } from '../../manifest/kube-object.js';
import { judgeByConditions } from './conditions.js';
import { explain } from './explain-condition.js';
import { conditionsOf } from './fields.js';
import { progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * LeaderWorkerSet: groups that are being replaced are not there yet although the set is available.
 *
 * @see https://lws.sigs.k8s.io/docs/reference/leaderworkerset.v1/
 */
export function judgeLeaderWorkerSet(object: KubeObject): HealthFinding | undefined {
  const updating = conditionsOf(object).find(({ type, status }) => type === 'UpdateInProgress' && status === 'True');
  return updating
    ? progressing(explain(updating))
    : (judgeByConditions(object) ?? progressing('waiting for its groups'));
}
