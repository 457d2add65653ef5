import type { ArgoApplication } from '../../argocd/application/application.js';
import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { PlacedDestination } from '../../argocd/project/project-rules.js';

/**
 * The cluster of an Argo Application as its AppProject sees it. A cluster that Git knows has no address where
 * its Secret has none; of one that Git does not know only what the Argo Application says is known.
 */
export function placedDestination({ spec }: ArgoApplication, cluster: ClusterSecret | undefined): PlacedDestination {
  const { name, server, namespace } = spec.destination;
  if (cluster !== undefined) return { name: cluster.name, server: cluster.server ?? '', namespace };
  return { name: name || undefined, server: server || undefined, namespace };
}
