import type { KubeObject } from '../../manifest/kube-object.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';

type Named = Pick<KubeObject, 'kind' | 'metadata'>;

/**
 * Finds the file of an Argo CD resource that kustomize built: most of them are in a file under the same name.
 * Pure.
 *
 * @param nameOf the name by which two are the same
 */
export function fileFinder(
  { applications, roots, applicationSets, projects }: ArgoResources,
  nameOf: (resource: Named) => string,
): (resource: Named) => string | undefined {
  const all = [...applications, ...roots, ...applicationSets, ...projects];
  const files = new Map(all.map(({ resource, file }) => [nameOf(resource), file]));
  return (resource) => files.get(nameOf(resource));
}
