import type { ArgoApplicationSet } from '../../argocd/set/application-set.js';
import type { OriginPolicy } from './argo-resources.js';

/** The policy of an ApplicationSet for Argo Applications that it no longer generates, and for updates. */
export function originPolicy({ spec }: ArgoApplicationSet): OriginPolicy {
  const { preserveResourcesOnDeletion = false, applicationsSync = 'sync' } = spec.syncPolicy ?? {};
  return {
    keeps: preserveResourcesOnDeletion || applicationsSync === 'create-only' || applicationsSync === 'create-update',
    freezes: applicationsSync === 'create-only' || applicationsSync === 'create-delete',
  };
}
