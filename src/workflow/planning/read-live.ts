import type { KubeClient } from '../../cluster/transport/client.js';
import type { ApiResource } from '../../cluster/transport/discovery.js';
import { objectPath } from '../../cluster/transport/path.js';
import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** One object as it is now; undefined when it does not exist. */
export async function readLive(
  client: KubeClient,
  resource: ApiResource,
  object: ObjectIdentity,
  signal?: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return (await client.request<KubeObject>({ method: 'GET', path: objectPath(resource, object) }, signal)).body;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}
