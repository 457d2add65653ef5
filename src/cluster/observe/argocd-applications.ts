import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { Discovery } from '../transport/discovery.js';
import { listAll } from '../transport/list.js';
import { listPath } from '../transport/path.js';

/**
 * The Argo Applications that a cluster holds; none where it does not serve the kind, or the account may not
 * list it.
 */
export async function argocdApplications(
  client: KubeClient,
  discovery: Discovery,
  signal?: AbortSignal,
): Promise<readonly KubeObject[]> {
  const resource = discovery.preferred('argoproj.io', 'Application');
  if (!resource) return [];
  try {
    return (await listAll(client, listPath(resource), { signal })).items;
  } catch (error) {
    if (GitopsError.is(error) && (error.code === 'CLUSTER_NOT_FOUND' || error.code === 'CLUSTER_FORBIDDEN')) return [];
    throw error;
  }
}
