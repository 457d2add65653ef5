import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { objectPath } from '../transport/path.js';

/** Argo CD puts it on hooks and takes it off when they are done. We set none: nobody would take it off after a run that was killed; the inventory remembers hooks instead. */
const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';

/** Takes Argo CD's finalizer off a hook that it made, so that it can be deleted. @returns the object as it is now; undefined when it is gone */
export async function releaseHook(
  client: KubeClient,
  { identity, resource, live }: { readonly identity: ObjectIdentity; readonly resource: ApiResource; readonly live: KubeObject },
): Promise<KubeObject | undefined> {
  const { finalizers = [], uid, resourceVersion } = live.metadata;
  if (!finalizers.includes(HOOK_FINALIZER)) return live;
  const body = { metadata: { uid, resourceVersion, finalizers: finalizers.filter((finalizer) => finalizer !== HOOK_FINALIZER) } };
  const path = objectPath(resource, identity);
  try {
    return (await client.request<KubeObject>({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body })).body;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}
