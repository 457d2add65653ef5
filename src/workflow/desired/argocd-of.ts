import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import { controlNamespaces } from '../../render/resources/control-namespaces.js';
import type { ArgoCdOfApplication } from './desired-application.js';

/** What a revision says of the Argo CD that has an Argo Application. Pure. */
export function argocdOf(
  { metadata }: Pick<ArgoApplication, 'metadata'>,
  resources: ArgoResources,
): ArgoCdOfApplication {
  return { settings: resources.settings?.resource, controlNamespace: controlNamespaces(resources)(metadata) };
}
