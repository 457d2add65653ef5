import type { KubeObject } from '../manifest/kube-object.js';

const HOOK = 'argocd.argoproj.io/hook';
const HELM_HOOK = 'helm.sh/hook';
/** The phases that Argo CD knows of Helm's; the others, such as `test`, it never runs. */
const HELM_PHASES: Readonly<Record<string, string>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'pre-delete': 'PreDelete',
  'post-delete': 'PostDelete',
};

/**
 * What an object is for Argo CD: `none`, no hook but an ordinary object; `ignored`, never applied; otherwise the annotation's text.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks
 */
export function hookOf({ metadata }: Pick<KubeObject, 'metadata'>): 'none' | 'ignored' | { readonly phases: string } {
  const own = metadata.annotations?.[HOOK];
  if (own !== undefined) return own === 'Skip' ? 'ignored' : { phases: own };
  const helm = metadata.annotations?.[HELM_HOOK];
  if (helm === undefined || helm === 'crd-install') return 'none';
  const phases = [...new Set(helm.split(',').flatMap((phase) => HELM_PHASES[phase.trim()] ?? []))];
  return phases.length === 0 ? 'ignored' : { phases: phases.join(',') };
}
