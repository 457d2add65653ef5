import type { KubeObject } from '../../manifest/kube-object.js';
import { conditionsOf } from './fields.js';
import { degraded, healthy, progressing } from './finding.js';
import type { HealthFinding } from './verdict.js';

/**
 * @see https://github.com/argoproj/argo-cd/blob/master/resource_customizations/policy/PodDisruptionBudget/health.lua
 */
export const POLICY_RULES = { 'policy/PodDisruptionBudget': judgeBudget } as const;

function judgeBudget(object: KubeObject): HealthFinding {
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return progressing('Waiting for status');
  const broken = conditions.find(({ status, reason }) => status === 'False' && reason !== 'InsufficientPods');
  return broken
    ? degraded(`PodDisruptionBudget has ${broken.reason}`)
    : healthy('PodDisruptionBudget has SufficientPods');
}
