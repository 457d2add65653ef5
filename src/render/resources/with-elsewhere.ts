import type { ArgoResources } from './argo-resources.js';

/**
 * The resources with the AppProjects, the clusters and the settings of Argo CD that are elsewhere in the
 * repository. Those of its own count before others of the same name. Pure.
 */
export function withElsewhere(own: ArgoResources, elsewhere: ArgoResources): ArgoResources {
  const { projects, brokenProjects = [], clusters, clusterSecrets } = own;
  const hasProject = new Set([...brokenProjects, ...projects.map(({ resource }) => resource.metadata.name)]);
  const hasCluster = new Set(clusters.map(({ name }) => name));
  const hasSecret = new Set(clusterSecrets.map(({ resource }) => resource.metadata.name));
  return {
    ...own,
    projects: [...projects, ...elsewhere.projects.filter(({ resource }) => !hasProject.has(resource.metadata.name))],
    brokenProjects: [...new Set([...brokenProjects, ...(elsewhere.brokenProjects ?? [])])],
    clusters: [...clusters, ...elsewhere.clusters.filter(({ name }) => !hasCluster.has(name))],
    clusterSecrets: [
      ...clusterSecrets,
      ...elsewhere.clusterSecrets.filter(({ resource }) => !hasSecret.has(resource.metadata.name)),
    ],
    settings: own.settings ?? elsewhere.settings,
  };
}
