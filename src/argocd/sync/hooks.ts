import type { KubeObject } from '../../manifest/kube-object.js';
import { SYNC_PHASES, type SyncPhase } from './phases.js';

/**
 * When a hook's object is deleted: before the hook runs again, or when the whole sync has succeeded or
 * failed.
 */
export type HookDeletePolicy = 'BeforeHookCreation' | 'HookSucceeded' | 'HookFailed';

/** The phases of a hook, and when its object is deleted. */
export interface Hook {
  /** The phases in their order. A hook with several phases runs in each of them. */
  readonly phases: readonly SyncPhase[];
  readonly deletePolicies: readonly HookDeletePolicy[];
}

const ANNOTATION = { hook: 'argocd.argoproj.io/hook', policy: 'argocd.argoproj.io/hook-delete-policy' } as const;
const HELM = { hook: 'helm.sh/hook', policy: 'helm.sh/hook-delete-policy' } as const;
/** The phases of Helm that Argo CD runs. It never runs the others, such as `test`. */
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
 * Decides what an object is for Argo CD: `none` is an ordinary object; `ignored` is never applied, as with
 * `Skip`, an unknown phase or a test of Helm; otherwise it is a hook.
 *
 * Helm's annotation counts only where Argo CD's own annotation has no phase. `crd-install` alone does not
 * make a hook.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks
 */
export function hookOf({ metadata }: Pick<KubeObject, 'metadata'>): 'none' | 'ignored' | Hook {
  // The API server refuses an object with an annotation that is not text, such as `true` without quotes.
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

/** The delete policies of Argo CD's and of Helm's annotation. */
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
