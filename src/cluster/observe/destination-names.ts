import type { KubeClient } from '../transport/client.js';

/**
 * What `spec.destination` of an Argo Application may call a cluster: its URL, its name, and what else is
 * known of it.
 */
export function destinationNames(
  { server, cluster }: Pick<KubeClient, 'server' | 'cluster'>,
  others: readonly string[],
): readonly string[] {
  return [server, server.replace(/\/$/, ''), cluster, ...others];
}
