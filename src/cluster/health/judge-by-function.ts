import type { KubeObject } from '../../manifest/kube-object.js';
import { reasonOf } from '../transport/cause.js';
import { finding } from './finding.js';
import type { FunctionHealthRule } from './health-rule.js';
import { HEALTH_STATUSES, type HealthVerdict } from './verdict.js';

/**
 * Judges by a function of the user. One that throws, or answers with another word than Argo CD's, gives
 * Unknown with the reason.
 */
export function judgeByFunction(
  { judge }: FunctionHealthRule,
  object: KubeObject,
  key: string,
): HealthVerdict | undefined {
  const rule = `user/${key}`;
  try {
    const found = judge(object);
    if (found === undefined) return undefined;
    if (HEALTH_STATUSES.includes(found.status)) return { ...found, rule };
    return { ...finding('Unknown', `'${found.status}' is not a health status`), rule };
  } catch (cause) {
    return { ...finding('Unknown', reasonOf(cause)), rule };
  }
}
