import type { ArgoApplication } from '../../argocd/application/application.js';
import type { GitopsError } from '../../errors.js';
import { applicationCycle } from './application-cycle.js';
import type { Found } from './argo-resources.js';

/** That apps of apps generate further ones without end. @param depth how many were looked into */
export function endlessCycle(found: Found<ArgoApplication>, depth: number): GitopsError {
  const last = found.resource.metadata.name;
  return applicationCycle(
    `apps of apps are nested deeper than ${depth}: the last one is '${last}'`,
    found,
    'Let none of them yield an Application that yields it again under another name.',
  );
}
