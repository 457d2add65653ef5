import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { APPS_RULES } from './apps.js';
import { ARGOPROJ_RULES } from './argoproj.js';
import { AUTOSCALING_RULES } from './autoscaling.js';
import { BATCH_RULES } from './batch.js';
import { judgeByConditions } from './conditions.js';
import { CORE_RULES } from './core.js';
import { EXTENSION_RULES } from './extension.js';
import { NETWORKING_RULES } from './networking.js';
import { POLICY_RULES } from './policy.js';
import { finding, type HealthRule, progressing } from './rule.js';
import type { HealthVerdict } from './verdict.js';

const RULES: Readonly<Record<string, HealthRule>> = {
  ...APPS_RULES,
  ...ARGOPROJ_RULES,
  ...AUTOSCALING_RULES,
  ...BATCH_RULES,
  ...CORE_RULES,
  ...EXTENSION_RULES,
  ...NETWORKING_RULES,
  ...POLICY_RULES,
};

/** Kinds of built-in groups that have conditions but, as in Argo CD, no health. */
const WITHOUT_HEALTH: readonly string[] = ['/Namespace', '/Node', '/ReplicationController', 'networking.k8s.io/NetworkPolicy'];
const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';

/**
 * The health of one live object, from its content alone: kinds that Argo CD judges in Go get the same verdict, custom resources one by the conventions of their conditions.
 *
 * Undefined means that the object has no health and counts as healthy, such as a ConfigMap, or a custom resource whose controller says nothing.
 */
export function judge(object: KubeObject): HealthVerdict | undefined {
  const key = `${groupOf(object.apiVersion)}/${object.kind}`;
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp && !finalizers.includes(HOOK_FINALIZER)) return { ...progressing('Pending deletion'), rule: 'deletion' };
  if (WITHOUT_HEALTH.includes(key)) return undefined;
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
  try {
    const found = rule ? rule(object) : judgeByConditions(object);
    return found && { ...found, rule: rule ? key : 'conditions' };
  } catch (cause) {
    return { ...finding('Unknown', cause instanceof Error ? cause.message : String(cause)), rule: key };
  }
}
