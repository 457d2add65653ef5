import { GitopsError } from '../../errors.js';
import type { ObjectIdentity } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import type { ApiResource } from '../transport/discovery.js';
import { objectPath } from '../transport/path.js';

/**
 * Argo CD puts it on hooks and takes it off when they are done. We set none: nobody would take it off after a
 * run that was killed; the inventory remembers hooks instead.
 */
const HOOK_FINALIZER = 'argocd.argoproj.io/hook-finalizer';

const ATTEMPTS = 5;

/**
 * Takes Argo CD's finalizer off a hook that it made, so that it can be deleted. @returns the object as it is
 * now; undefined when it is gone
 */
export async function releaseHook(
  client: KubeClient,
  {
    identity,
    resource,
    live,
  }: { readonly identity: ObjectIdentity; readonly resource: ApiResource; readonly live: KubeObject },
): Promise<KubeObject | undefined> {
  const path = objectPath(resource, identity);
  let current: KubeObject = live;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const { finalizers = [], uid, resourceVersion } = current.metadata;
      // One of its name that somebody made meanwhile is refused where it is to be deleted.
      if (uid !== live.metadata.uid) return live;
      if (!finalizers.includes(HOOK_FINALIZER)) return current;
      const body = {
        metadata: { uid, resourceVersion, finalizers: finalizers.filter((finalizer) => finalizer !== HOOK_FINALIZER) },
      };
      try {
        return (
          await client.request<KubeObject>({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body })
        ).body;
      } catch (error) {
        // A controller writes its status now and then.
        if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
      }
      current = (await client.request<KubeObject>({ method: 'GET', path })).body;
    }
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}
