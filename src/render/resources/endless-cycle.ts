import type { ArgoApplication } from '../../argocd/application/application.js';
import type { GitopsError } from '../../errors.js';
import { applicationCycle } from './application-cycle.js';
import type { Found } from './argo-resources.js';

/**
 * The error for apps of apps that generate further ones without end.
 *
 * @param depth the number of levels that were expanded
 */
export function endlessCycle(found: Found<ArgoApplication>, depth: number): GitopsError {
  const last = found.resource.metadata.name;
  return applicationCycle(
    `apps of apps are nested deeper than ${depth}: the last one is '${last}'`,
    found,
    'Change them so that none generates an Application that generates it again under another name.',
  );
}
