import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import type { Found } from './argo-resources.js';

/**
 * The AppProject with a name. Of several it is the one in the namespace, which is that of an Argo CD; then
 * one without a namespace; then the first one. Pure.
 */
export function projectNamed(
  name: string,
  namespace: string | undefined,
  projects: readonly Found<ArgoAppProject>[],
): ArgoAppProject | undefined {
  const named = projects.flatMap(({ resource }) => (resource.metadata.name === name ? [resource] : []));
  const inNamespace = named.find(({ metadata }) => metadata.namespace === namespace);
  return inNamespace ?? named.find(({ metadata }) => !metadata.namespace) ?? named[0];
}
