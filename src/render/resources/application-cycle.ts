import type { ArgoApplication } from '../../argocd/application/application.js';
import { GitopsError } from '../../errors.js';
import type { Found } from './argo-resources.js';

/** Apps of apps that never come to an end. */
export function applicationCycle(
  message: string,
  { resource, file }: Pick<Found<Pick<ArgoApplication, 'metadata'>>, 'resource' | 'file'>,
  hint: string,
): GitopsError {
  const object = `Application ${resource.metadata.name}`;
  return new GitopsError('RENDER_APPLICATION_CYCLE', message, { source: { file }, object, hint });
}
