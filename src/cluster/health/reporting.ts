import { judgeByConditions } from './conditions.js';
import { type HealthJudge, progressing } from './finding.js';

/**
 * A rule for kinds whose controllers always report: an object that says nothing yet is on its way. Default:
 * by its conditions.
 */
export function reporting(judge: HealthJudge = judgeByConditions): HealthJudge {
  return (object) => judge(object) ?? progressing('waiting for its controller');
}
