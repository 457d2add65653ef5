import type { KubeObject } from '../../manifest/kube-object.js';
import { SYNC_PHASES, type SyncPhase } from './phases.js';

/**
 * When a hook's object is deleted: before the hook runs again, or when the whole sync has succeeded or
 * failed.
 */
export type HookDeletePolicy = 'BeforeHookCreation' | 'HookSucceeded' | 'HookFailed';

/** When an object is run, and when it is deleted. */
export interface Hook {
  /** In their order; an object with several is run in each. */
  readonly phases: readonly SyncPhase[];
  readonly deletePolicies: readonly HookDeletePolicy[];
}

const ANNOTATION = { hook: 'argocd.argoproj.io/hook', policy: 'argocd.argoproj.io/hook-delete-policy' } as const;
const HELM = { hook: 'helm.sh/hook', policy: 'helm.sh/hook-delete-policy' } as const;
/** The phases that Argo CD knows of Helm's; the others, such as `test`, it never runs. */
const HELM_PHASES: Readonly<Record<string, SyncPhase>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'pre-delete': 'PreDelete',
  'post-delete': 'PostDelete',
};
const POLICIES: readonly HookDeletePolicy[] = ['BeforeHookCreation', 'HookSucceeded', 'HookFailed'];
const HELM_POLICIES: Readonly<Record<string, HookDeletePolicy>> = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
};

/**
 * What an object is for Argo CD: `none`, no hook but an ordinary object; `ignored`, never applied: `Skip`, a
 * phase that nobody knows, a test of Helm's; otherwise a hook.
 *
 * Helm's annotation counts only where Argo CD's own names no phase. `crd-install` alone is no hook.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks
 */
export function hookOf({ metadata }: Pick<KubeObject, 'metadata'>): 'none' | 'ignored' | Hook {
  // What is no text, as `true` without quotes, the API server refuses with the object.
  const annotations = Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(([, value]) => typeof value === 'string'),
  );
  const helm = annotations[HELM.hook];
  if (annotations[ANNOTATION.hook] === undefined && (helm === undefined || helm === 'crd-install')) return 'none';
  const own = valuesOf(annotations[ANNOTATION.hook]);
  const named = SYNC_PHASES.filter((phase) => own.includes(phase));
  const mapped = valuesOf(helm).flatMap((phase) => HELM_PHASES[phase] ?? []);
  const isSkipped = named.length === 0 && own.includes('Skip');
  const phases = named.length > 0 || isSkipped ? named : SYNC_PHASES.filter((phase) => mapped.includes(phase));
  return phases.length === 0 ? 'ignored' : { phases, deletePolicies: policiesOf(annotations) };
}

/** Argo CD's and Helm's together. */
function policiesOf(annotations: Readonly<Record<string, string>>): readonly HookDeletePolicy[] {
  const wanted = [
    ...valuesOf(annotations[ANNOTATION.policy]),
    ...valuesOf(annotations[HELM.policy]).map((policy) => HELM_POLICIES[policy]),
  ];
  const found = POLICIES.filter((policy) => wanted.includes(policy));
  return found.length === 0 ? ['BeforeHookCreation'] : found;
}

function valuesOf(text = ''): readonly string[] {
  return text.split(',').map((value) => value.trim());
}
