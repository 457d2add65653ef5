import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { virtualProject } from '../revision/virtual-project.js';

/**
 * The sync windows of the AppProject of an Argo Application, with those of its global projects, as they are
 * written. Undefined when Git does not have the AppProject. Pure.
 */
export function projectWindows(
  application: Pick<ArgoApplication, 'spec'>,
  resources: Pick<ArgoResources, 'projects' | 'settings'>,
): unknown {
  const name = projectOf(application);
  const project = resources.projects.find(({ resource }) => resource.metadata.name === name)?.resource;
  return project && virtualProject(project, resources).spec?.['syncWindows'];
}
