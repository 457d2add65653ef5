import type { KubeClient } from '../../cluster/transport/client.js';
import type { ApiResource } from '../../cluster/transport/discovery.js';
import { getIfExists } from '../../cluster/transport/get-if-exists.js';
import { objectPath } from '../../cluster/transport/path.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/** One object as it is now; undefined when it does not exist. */
export async function readLive(
  client: KubeClient,
  resource: ApiResource,
  object: ObjectIdentity,
  signal?: AbortSignal,
): Promise<KubeObject | undefined> {
  return getIfExists(client, { path: objectPath(resource, object) }, signal);
}
