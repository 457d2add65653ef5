import type { KubeObject } from '../../manifest/kube-object.js';
import type { ArgoResources } from './argo-resources.js';
import { keyOf } from './key-of.js';

/** Whether a resource without a namespace is the one of a file, whatever namespace it is delivered to. */
export function isInFile(
  object: KubeObject,
  applications: ReadonlyMap<string, unknown>,
  { applicationSets }: Pick<ArgoResources, 'applicationSets'>,
): boolean {
  const key = keyOf(object);
  return applications.has(key) || applicationSets.some(({ resource }) => keyOf(resource) === key);
}
