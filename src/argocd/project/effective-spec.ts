import { isRecord } from '../../manifest/kube-object.js';
import type { ArgoAppProject } from './app-project.js';

/** What Argo CD writes into the AppProject `default`, which it creates when it starts. */
const DEFAULTS = {
  sourceRepos: ['*'],
  destinations: [{ server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/**
 * `spec` of an AppProject as it is in the cluster. Argo CD creates `default` with everything permitted, and a
 * manifest of it leaves the fields alone that it does not have. Every other project is what its manifest
 * says: one without a spec permits nothing.
 */
export function effectiveSpec({
  metadata,
  spec,
}: Pick<ArgoAppProject, 'spec'> & Partial<Pick<ArgoAppProject, 'metadata'>>): Partial<ArgoAppProject['spec']> {
  const given: Partial<ArgoAppProject['spec']> = isRecord(spec) ? spec : {};
  if (metadata?.name !== 'default') return given;
  const absent = Object.entries(DEFAULTS).filter(([field]) => given[field] === undefined || given[field] === null);
  return { ...given, ...Object.fromEntries(absent) };
}
