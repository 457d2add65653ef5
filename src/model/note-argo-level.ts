import type { Construct } from 'constructs';
import type { ArgoApplicationSettings } from './argo-application-settings.js';
import { keepArgoLevel } from './argo-level.js';
import type { CallSite } from './call-site.js';
import { checkArgoSettings } from './check-argo-settings.js';
import { checkKustomization } from './check-kustomization.js';
import type { KustomizationFields } from './kustomization-fields.js';

/**
 * Checks what a construct says of Argo Applications and of its kustomization, and keeps it with the
 * construct.
 */
export function noteArgoLevel(
  construct: Construct,
  site: CallSite,
  settings: ArgoApplicationSettings & { readonly kustomization?: KustomizationFields },
): void {
  const level = { settings, site, path: construct.node.path };
  keepArgoLevel(construct, {
    ...level,
    settings: checkArgoSettings(construct, level),
    kustomization: checkKustomization(construct, settings.kustomization, level),
  });
}
