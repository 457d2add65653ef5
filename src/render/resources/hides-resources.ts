import type { SourceInspector } from './app-of-apps.js';
import type { ArgoResources } from './argo-resources.js';

/** Whether there may be more Argo CD resources than those in files of their own. */
export function hidesResources(resources: ArgoResources, { mentioning }: Pick<SourceInspector, 'mentioning'>): boolean {
  const { applications, roots, projects, clusterSecrets, settings, applicationSets } = resources;
  const known = [...applications, ...roots, ...projects, ...clusterSecrets, ...applicationSets, settings];
  const files = new Set(known.map((found) => found?.file));
  return mentioning.some((file) => !files.has(file));
}
