import { projectOf } from '../../argocd/application/project-of.js';
import { nearestName } from '../../argocd/nearest-name.js';
import { recordsOf } from '../../manifest/untyped.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { Finding } from '../verdicts/finding.js';

/**
 * Findings of unknown AppProjects, as far as a repository can know: where its Argo Applications name more
 * AppProjects that it does not have than such that it has, they are kept elsewhere: a warning. A name that is
 * nearly that of a known AppProject stays an error. Pure.
 */
export function checkProjects(
  findings: readonly Finding[],
  { applications, roots, projects, brokenProjects = [] }: ArgoResources,
): readonly Finding[] {
  const known = new Set([...projects.map(({ resource }) => resource.metadata.name), ...brokenProjects]);
  const projectByApplication = new Map(
    [...applications, ...roots].map(({ resource, file }) => [keyOf(file, resource.metadata.name), projectOf(resource)]),
  );
  const named = new Set([...projectByApplication.values()].filter((name) => name !== 'default'));
  const missing = [...named].filter((name) => !known.has(name));
  // An AppProject without destinations is a global one: no Argo Application is in it.
  const possible = projects.filter(({ resource: { spec } }) => recordsOf(spec.destinations).length > 0);
  if (missing.length <= possible.length + brokenProjects.length) return findings;
  return findings.map((finding) => {
    const { file = '', object = '' } = finding;
    const name = projectByApplication.get(keyOf(file, object.replace('Application ', '')));
    if (finding.rule !== 'unknown-project' || name === undefined || nearestName(name, [...known]) !== undefined)
      return finding;
    return {
      rule: 'unknown-project',
      level: 'warning',
      message: 'AppProjects are not in this repository: their rules and sync windows are not checked',
      file,
      object,
      detail: `AppProject '${name}'`,
      hint: 'Commit the AppProjects, to have their rules checked.',
    };
  });
}

function keyOf(file: string, application: string): string {
  return `${file}\0${application}`;
}
