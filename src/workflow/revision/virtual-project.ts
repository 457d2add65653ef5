import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import { effectiveSpec } from '../../argocd/project/effective-spec.js';
import { labelSelector } from '../../argocd/set/generators/label-selector.js';
import { GitopsError } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { list, openObject, readShape, text, texts } from '../../manifest/shape.js';
import { parseYaml } from '../../manifest/yaml.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { projectNamed } from '../../render/resources/project-named.js';

const SELECTOR = openObject({
  matchLabels: texts,
  matchExpressions: list(openObject({ key: text, operator: text, values: list(text) }, ['key', 'operator'])),
});
const SETTINGS = list(openObject({ projectName: text, labelSelector: SELECTOR }));

/** What a project takes over of a global one. */
const LISTS = [
  'sourceRepos',
  'destinations',
  'clusterResourceWhitelist',
  'clusterResourceBlacklist',
  'namespaceResourceWhitelist',
  'namespaceResourceBlacklist',
  'syncWindows',
] as const;

/**
 * An AppProject with the lists of its global projects, which `globalProjects` of `argocd-cm` selects by
 * label. Pure.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#configuring-global-projects-v18
 */
export function virtualProject(
  project: ArgoAppProject,
  { projects, settings }: Pick<ArgoResources, 'projects' | 'settings'>,
): ArgoAppProject {
  const data = settings?.resource['data'];
  const written = isRecord(data) ? data['globalProjects'] : undefined;
  if (typeof written !== 'string') return project;
  let virtual: ArgoAppProject = { ...project, spec: { ...project.spec, ...effectiveSpec(project) } };
  for (const { projectName, labelSelector: selector = {} } of settingsIn(written)) {
    if (projectName === project.metadata.name) continue;
    const shared =
      projectName === undefined ? undefined : projectNamed(projectName, project.metadata.namespace, projects);
    const selects = selectionOf(selector);
    // Argo CD stops at the first entry that it cannot use.
    if (selects === undefined) break;
    if (!selects(project.metadata.labels ?? {})) continue;
    if (shared === undefined) break;
    virtual = merged(virtual, shared);
  }
  return virtual;
}

function settingsIn(written: string) {
  try {
    return readShape(parseYaml(written, 'globalProjects')[0], SETTINGS).value ?? [];
  } catch (error) {
    if (GitopsError.is(error)) return [];
    throw error;
  }
}

function selectionOf(selector: Parameters<typeof labelSelector>[0]) {
  try {
    return labelSelector(selector, true);
  } catch (error) {
    if (GitopsError.is(error)) return undefined;
    throw error;
  }
}

function merged(project: ArgoAppProject, shared: ArgoAppProject): ArgoAppProject {
  const lists = LISTS.flatMap((field) => {
    const all = [project.spec[field], shared.spec[field]].flatMap((items) => (Array.isArray(items) ? items : []));
    return all.length === 0 ? [] : [[field, all] as const];
  });
  return { ...project, spec: { ...project.spec, ...Object.fromEntries(lists) } };
}
