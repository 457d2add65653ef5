import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import { matchesGlob } from '../../argocd/glob.js';
import { nearestName } from '../../argocd/nearest-name.js';
import { AppProject } from '../../model/app-project.js';
import type { AppProjectProps } from '../../model/app-project-props.js';
import type { Repository } from '../../model/repository.js';
import { warningAt } from '../../model/warning-at.js';
import type { CommittedTree } from '../committed-tree.js';
import { argoApplication } from '../layout/argo-application.js';
import type { Target } from '../target.js';

/** A pattern of a role or a sync window, and what it can match. */
interface Pattern {
  readonly where: string;
  readonly pattern: string;
  readonly what: string;
  readonly known: readonly string[];
}

/**
 * Warnings of patterns in roles and sync windows of AppProjects that match no Argo Application, namespace or
 * cluster of the project: a freeze or a right with such a pattern has no effect. Argo Applications that
 * an ApplicationSet creates are not known here, so it is a warning only.
 */
export function patternWarnings(
  repository: Repository,
  targets: readonly Target[],
  { applications }: Pick<CommittedTree, 'applications'>,
): readonly string[] {
  const declared = repository.node
    .findAll()
    .flatMap((construct) => (AppProject.is(construct) && hasPatterns(construct._props) ? [construct] : []));
  if (declared.length === 0) return [];
  const written = targets.map((target) => argoApplication(repository, target));
  const all = [...written, ...applications.map(({ manifest }) => manifest)];
  return declared.flatMap(({ id, _props: props, _site: site }) => {
    const own = all.filter((application) => projectOf(application) === id);
    return patternsOf(props, own)
      .filter(({ pattern, known }) => !known.some((name) => matchesGlob(name, pattern)))
      .map((unmatched) => warningAt(describe(id, unmatched), site));
  });
}

function hasPatterns({ roles = [], syncWindows = [] }: AppProjectProps): boolean {
  return roles.length > 0 || syncWindows.length > 0;
}

function patternsOf(
  { roles = [], syncWindows = [] }: AppProjectProps,
  applications: readonly ArgoApplication[],
): readonly Pattern[] {
  const names = { what: 'Argo Application', known: applications.map(({ metadata }) => metadata.name) };
  const destinations = applications.map(({ spec }) => spec.destination);
  const namespaces = { what: 'namespace', known: destinations.flatMap(({ namespace }) => namespace ?? []) };
  const clusters = {
    what: 'cluster',
    known: destinations.flatMap(({ name, server }) => [name ?? [], server ?? []].flat()),
  };
  const place = (where: string, patterns: readonly string[] = [], group: Pick<Pattern, 'what' | 'known'>) =>
    patterns.map((pattern) => ({ where, pattern, ...group }));
  return [
    ...roles.flatMap(({ name, policies = [] }) =>
      policies
        .filter(({ resource }) => ['applications', 'logs', 'exec'].includes(resource))
        .flatMap(({ objects }) => place(`role '${name}'`, objects, names)),
    ),
    ...syncWindows.flatMap((window) => {
      const where = `sync window '${window.schedule}'`;
      return [
        ...place(where, window.applications, names),
        ...place(where, window.namespaces, namespaces),
        ...place(where, window.clusters, clusters),
      ];
    }),
  ];
}

function describe(project: string, { where, pattern, what, known }: Pattern): string {
  const nearest = nearestName(pattern, known);
  const guess = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
  return `AppProject '${project}': '${pattern}' of the ${where} matches no ${what} of the project${guess}`;
}
