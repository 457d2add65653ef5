import { BUILT_IN_GROUPS } from '../../manifest/built-in-groups.js';
import { groupOf } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { reasonOf } from '../transport/cause.js';
import { APPS_RULES } from './apps.js';
import { ARGOPROJ_RULES } from './argoproj.js';
import { AUTOSCALING_RULES } from './autoscaling.js';
import { BATCH_RULES } from './batch.js';
import { judgeByConditions } from './conditions.js';
import { CORE_RULES } from './core.js';
import { EXTENSION_RULES } from './extension.js';
import { finding, type HealthJudge, progressing } from './finding.js';
import { NETWORKING_RULES } from './networking.js';
import { ownRule } from './own-rules.js';
import { POLICY_RULES } from './policy.js';
import type { HealthVerdict } from './verdict.js';

const RULES: Readonly<Record<string, HealthJudge>> = {
  ...APPS_RULES,
  ...ARGOPROJ_RULES,
  ...AUTOSCALING_RULES,
  ...BATCH_RULES,
  ...CORE_RULES,
  ...EXTENSION_RULES,
  ...NETWORKING_RULES,
  ...POLICY_RULES,
};

/** Ours in TypeScript, Argo CD's in Lua; an Application is judged by a customization. */
const IN_LUA: readonly string[] = [
  'apiextensions.k8s.io/CustomResourceDefinition',
  'argoproj.io/Application',
  'batch/CronJob',
  'policy/PodDisruptionBudget',
];

const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';
/** Argo CD leaves such an object out of its Application's health. */
const IGNORE_HEALTH = 'argocd.argoproj.io/ignore-healthcheck';

/**
 * The health of one live object, from its content alone: kinds that Argo CD judges in Go get the same
 * verdict, custom resources one by the conventions of their conditions.
 *
 * Undefined means that the object has no health and counts as healthy, such as a ConfigMap, or a custom
 * resource whose controller says nothing.
 */
export function judge(object: KubeObject): HealthVerdict | undefined {
  const key = `${groupOf(object.apiVersion)}/${object.kind}`;
  if (isLeaving(object.metadata)) return { ...progressing('Pending deletion'), rule: 'deletion' };
  if (!hasHealth(groupOf(object.apiVersion), object.kind) || object.metadata.annotations?.[IGNORE_HEALTH] === 'true')
    return undefined;
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
  const own = rule ? undefined : ownRule(groupOf(object.apiVersion), object.kind);
  try {
    const told = own?.judge(object);
    if (own && told) return { ...told, rule: own.name };
    const found = rule ? rule(object) : judgeByConditions(object);
    return found && { ...found, rule: rule ? key : 'conditions' };
  } catch (cause) {
    return { ...finding('Unknown', reasonOf(cause)), rule: key };
  }
}

/** True when no rule is asked: it is on its way out, or its health is not to be looked at. */
export function isExempt({ metadata }: KubeObject): boolean {
  return isLeaving(metadata) || metadata.annotations?.[IGNORE_HEALTH] === 'true';
}

/** True for kinds with a rule in TypeScript, which no rule of Argo CD's bundle overrules. */
export function isDecided(group: string, kind: string): boolean {
  return Object.hasOwn(RULES, `${group}/${kind}`);
}

/** True for kinds that Argo CD judges in Go and not in Lua. */
export function isJudgedInGo(group: string, kind: string): boolean {
  const key = `${group}/${kind}`;
  return isDecided(group, kind) && !IN_LUA.includes(key);
}

/** True for groups that Kubernetes itself serves. */
export function isBuiltInGroup(group: string): boolean {
  return BUILT_IN_GROUPS.has(group);
}

/** False for built-in kinds that never have a health, such as a ConfigMap: nobody need look at them. */
export function hasHealth(group: string, kind: string): boolean {
  return isDecided(group, kind) || !isBuiltInGroup(group);
}

function isLeaving({ deletionTimestamp, finalizers = [] }: KubeObject['metadata']): boolean {
  return deletionTimestamp !== undefined && deletionTimestamp !== null && !finalizers.includes(HOOK_FINALIZER);
}
