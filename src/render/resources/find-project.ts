import type { ArgoApplication } from '../../argocd/application/application.js';
import { projectOf } from '../../argocd/application/project-of.js';
import type { ArgoAppProject } from '../../argocd/project/app-project.js';
import { type ControlEvidence, controlNamespaces } from './control-namespaces.js';
import { projectNamed } from './project-named.js';

/**
 * The AppProject of an Argo Application, which Argo CD looks for in its control namespace. Undefined when Git
 * does not have it. Pure.
 */
export function findProject(
  application: Pick<ArgoApplication, 'metadata' | 'spec'>,
  resources: ControlEvidence,
): ArgoAppProject | undefined {
  const namespace = controlNamespaces(resources)(application.metadata);
  return projectNamed(projectOf(application), namespace, resources.projects);
}
