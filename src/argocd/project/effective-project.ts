import { isRecord } from '../../manifest/kube-object.js';
import type { ArgoAppProject } from './app-project.js';

/** What Argo CD writes into the AppProject `default`, which it creates when it starts. */
const DEFAULTS = {
  sourceRepos: ['*'],
  destinations: [{ server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/**
 * An AppProject as it is in the cluster. Argo CD creates `default` with everything permitted, and a manifest
 * of it leaves the fields alone that it does not have. Every other project is what its manifest says.
 */
export function effectiveProject(project: ArgoAppProject): ArgoAppProject {
  if (project.metadata.name !== 'default') return project;
  const given: Readonly<Record<string, unknown>> = isRecord(project.spec) ? project.spec : {};
  const absent = Object.entries(DEFAULTS).filter(([field]) => given[field] === undefined || given[field] === null);
  return { ...project, spec: { ...project.spec, ...Object.fromEntries(absent) } };
}
