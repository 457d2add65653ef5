import type { ArgoApplicationSet } from '../../argocd/set/application-set.js';
import type { OriginPolicy } from './argo-resources.js';

/**
 * What becomes of the Argo Applications of an ApplicationSet that it no longer generates, or generates anew.
 */
export function originPolicy({ spec }: ArgoApplicationSet): OriginPolicy {
  const { preserveResourcesOnDeletion = false, applicationsSync = 'sync' } = spec.syncPolicy ?? {};
  return {
    keeps: preserveResourcesOnDeletion || applicationsSync === 'create-only' || applicationsSync === 'create-update',
    freezes: applicationsSync === 'create-only' || applicationsSync === 'create-delete',
  };
}
