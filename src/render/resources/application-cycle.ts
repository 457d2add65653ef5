import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { Found } from './argo-resources.js';

/** The error for apps of apps that generate each other in a cycle. */
export function applicationCycle(
  message: string,
  { resource, file }: Pick<Found<Pick<ArgoApplication, 'metadata'>>, 'resource' | 'file'>,
  hint: string,
): GitopsError {
  const object = `Application ${resource.metadata.name}`;
  return new GitopsError('RENDER_APPLICATION_CYCLE', message, { source: { file }, object, hint });
}
