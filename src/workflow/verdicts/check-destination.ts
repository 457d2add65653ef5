import type { ArgoApplication } from '../../argocd/application/application.js';
import { instanceName } from '../../argocd/application/instance-name.js';
import { projectOf } from '../../argocd/application/project-of.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import { type ProjectRules, projectRules } from '../../argocd/project/project-rules.js';
import { GitopsError } from '../../errors.js';
import { withoutCredentials } from '../../host/address.js';
import type { ArgoResources, Found } from '../../render/resources/argo-resources.js';
import { controlNamespaces } from '../../render/resources/control-namespaces.js';
import { findProject } from '../../render/resources/find-project.js';
import { virtualProject } from '../revision/virtual-project.js';
import type { Finding } from './finding.js';
import { placedDestination } from './placed-destination.js';
import { findCluster } from './selection.js';

/** Where an Argo Application goes, whether it may, and what its project says. */
export interface CheckedDestination {
  /** Undefined when Git does not know it. */
  readonly cluster: ClusterSecret | undefined;
  /** Undefined when the project is not in Git: then nothing more can be said. */
  readonly rules: ProjectRules | undefined;
  readonly findings: readonly Finding[];
}

/** Checks project, cluster and source repositories of an Argo Application, without rendering it. */
export function checkDestination(
  { resource, file }: Found<ArgoApplication>,
  resources: ArgoResources,
): CheckedDestination {
  const { projects, clusters, brokenProjects = [] } = resources;
  const { metadata, spec } = resource;
  const about = { file, object: `Application ${metadata.name}` };
  const name = projectOf({ spec });
  const project = findProject(resource, resources);
  const rules =
    project === undefined ? undefined : projectRules(virtualProject(project, resources), scopedTo(name, clusters));
  const cluster = clusterOf(resource, clusters, file);
  const unknown: Finding[] = [];
  // One that is not understood is a problem of its own.
  if (project === undefined && name !== 'default' && !brokenProjects.includes(name)) {
    const isElsewhere = projects.length + brokenProjects.length === 0;
    const rest = isElsewhere
      ? ', nor is any other: its rules and sync windows are not checked'
      : ': Argo CD refuses it';
    unknown.push({
      ...about,
      rule: 'unknown-project',
      level: isElsewhere ? 'warning' : 'error',
      message: `Argo Application '${metadata.name}' is in the AppProject '${name}', which is not in this repository${rest}`,
      hint: isElsewhere
        ? 'Commit the AppProject, to have its rules checked.'
        : `Commit the AppProject, or correct spec.project. Known: ${projects.map((one) => one.resource.metadata.name).join(', ') || 'none'}.`,
    });
  }
  if (GitopsError.is(cluster)) {
    unknown.push({
      ...about,
      rule: 'unknown-cluster',
      level: clusters.length === 0 ? 'warning' : 'error',
      message: cluster.message,
      ...(cluster.hint === undefined ? {} : { hint: cluster.hint }),
    });
  }
  const known = GitopsError.is(cluster) ? undefined : cluster;
  return {
    cluster: known,
    rules,
    findings: [
      ...unknown,
      ...(rules === undefined ? [] : forbidden(resource, about, name, rules, known)),
      ...(rules === undefined || isHome(resource, resources) ? [] : forbiddenHome(resource, about, name, rules)),
    ],
  };
}

function forbidden(
  application: ArgoApplication,
  about: Pick<Finding, 'file' | 'object'>,
  project: string,
  rules: ProjectRules,
  cluster: ClusterSecret | undefined,
): readonly Finding[] {
  const { name, server, namespace } = application.spec.destination;
  const findings: Finding[] = [];
  for (const { repoURL } of sourcesOf(application)) {
    if (rules.permitsRepository(repoURL)) continue;
    findings.push({
      ...about,
      rule: 'forbidden-repository',
      level: 'error',
      message: `the AppProject '${project}' does not permit the repository '${withoutCredentials(repoURL)}' of Argo Application '${application.metadata.name}'`,
      hint: 'Add it to spec.sourceRepos of the AppProject.',
    });
  }
  if (!rules.permitsDestination(placedDestination(application, cluster))) {
    findings.push({
      ...about,
      rule: 'forbidden-destination',
      level: 'error',
      message: `the AppProject '${project}' does not permit '${cluster?.name ?? name ?? server}', namespace '${namespace ?? ''}', of Argo Application '${application.metadata.name}'`,
      hint: 'Add it to spec.destinations of the AppProject, or correct spec.destination.',
    });
  }
  return findings;
}

/** Whether an Argo Application is where Argo CD runs, or it is not known where that is. */
function isHome({ metadata }: ArgoApplication, resources: ArgoResources): boolean {
  const controlNamespace = controlNamespaces(resources)(metadata);
  return controlNamespace === undefined || instanceName(metadata, controlNamespace) === metadata.name;
}

function forbiddenHome(
  { metadata: { name, namespace = '' } }: ArgoApplication,
  about: Pick<Finding, 'file' | 'object'>,
  project: string,
  rules: ProjectRules,
): readonly Finding[] {
  if (rules.permitsSourceNamespace(namespace)) return [];
  return [
    {
      ...about,
      rule: 'forbidden-namespace',
      level: 'error',
      message: `the AppProject '${project}' does not permit Argo Applications in the namespace '${namespace}', where '${name}' is`,
      hint: 'Add it to spec.sourceNamespaces of the AppProject.',
    },
  ];
}

/** The clusters whose Secrets name the project. */
function scopedTo(project: string, clusters: readonly ClusterSecret[]): readonly ClusterSecret[] {
  return clusters.filter((cluster) => cluster.project === project);
}

function clusterOf(
  application: ArgoApplication,
  clusters: readonly ClusterSecret[],
  file: string,
): ClusterSecret | GitopsError {
  try {
    return findCluster(application, clusters, file);
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}
