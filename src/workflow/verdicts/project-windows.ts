import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ControlEvidence } from '../../render/resources/control-namespaces.js';
import { findProject } from '../../render/resources/find-project.js';
import { virtualProject } from '../revision/virtual-project.js';

/**
 * The sync windows of the AppProject of an Argo Application, with those of its global projects, as they are
 * written. Undefined when Git does not have the AppProject. Pure.
 */
export function projectWindows(
  application: Pick<ArgoApplication, 'metadata' | 'spec'>,
  resources: ControlEvidence,
): unknown {
  const project = findProject(application, resources);
  return project && virtualProject(project, resources).spec?.['syncWindows'];
}
