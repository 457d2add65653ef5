import { isRecord } from '../../manifest/kube-object.js';
import type { ArgoAppProject } from './app-project.js';

/** The fields of the AppProject `default`, which Argo CD creates when it starts. */
const DEFAULTS = {
  sourceRepos: ['*'],
  destinations: [{ server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/**
 * `spec` of an AppProject as it is in the cluster. Argo CD creates `default` with everything permitted, and a
 * manifest of `default` changes only the fields that it has. Every other project is as its manifest; without
 * a spec it permits nothing.
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
