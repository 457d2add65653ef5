import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { ArgoResources, Found } from './argo-resources.js';
import { isArgo, isSettings, toProject } from './find-resources.js';
import { settingsData } from './settings-data.js';

/**
 * The resources of Git with the given facts about Argo CD. A given setting replaces the same key in Git; a
 * given AppProject does not replace one in Git. The namespace of what is given is the one that Argo CD runs
 * in.
 *
 * @param given in the order in which they count; the last one counts first
 * @throws GitopsError ARGOCD_INVALID_PROJECT for a given project, all at once
 */
export function withGivenSettings(resources: ArgoResources, given: readonly Found<KubeObject>[]): ArgoResources {
  if (given.length === 0) return resources;
  const known = new Set([
    ...(resources.brokenProjects ?? []),
    ...resources.projects.map(({ resource }) => resource.metadata.name),
  ]);
  const problems: GitopsError[] = [];
  const projects = given.flatMap((found) => {
    const { name } = found.resource.metadata;
    if (!isArgo(found.resource, 'AppProject') || known.has(name)) return [];
    known.add(name);
    try {
      return [toProject(found)];
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      problems.push(...GitopsError.each(error));
      return [];
    }
  });
  GitopsError.throwAll(problems);
  return {
    ...resources,
    projects: [...resources.projects, ...projects],
    settings: settingsOf(resources.settings, given),
    ...defined({ controlNamespace: namespaceOf(given) }),
  };
}

function settingsOf(
  inGit: Found<KubeObject> | undefined,
  given: readonly Found<KubeObject>[],
): Found<KubeObject> | undefined {
  const maps = given.filter(({ resource }) => isSettings(resource));
  const last = maps.at(-1);
  if (last === undefined) return inGit;
  const base = inGit ?? last;
  const data = Object.assign({}, ...[base, ...maps].map(({ resource }) => settingsData(resource)));
  return { ...base, resource: { ...base.resource, data } };
}

/** That of the last `argocd-cm`, otherwise the only one. */
function namespaceOf(given: readonly Found<KubeObject>[]): string | undefined {
  const namespacesIn = (some: typeof given) => some.flatMap(({ resource }) => resource.metadata.namespace || []);
  const [first, ...more] = new Set(namespacesIn(given));
  return (
    namespacesIn(given.filter(({ resource }) => isSettings(resource))).at(-1) ?? (more.length === 0 ? first : undefined)
  );
}
