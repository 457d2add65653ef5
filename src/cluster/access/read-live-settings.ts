import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import type { KubeClient } from '../transport/client.js';
import { listAll } from '../transport/list.js';

/** What a running Argo CD has, apart from its cluster Secrets. */
export interface LiveSettings {
  /** The ConfigMap `argocd-cm` and the AppProjects. */
  readonly settings: readonly KubeObject[];
  /** What the account may not read, in words. */
  readonly unread: readonly string[];
}

/**
 * Reads the settings and the AppProjects of a running Argo CD. What the account may not read is in `unread`,
 * and what does not exist is left out: neither is an error.
 *
 * @throws GitopsError when the cluster cannot be reached
 */
export async function readLiveSettings(
  client: KubeClient,
  namespace: string,
  signal?: AbortSignal,
): Promise<LiveSettings> {
  const [settings, projects] = await Promise.all([
    whatMayBeRead(`the ConfigMap argocd-cm in '${namespace}'`, async () => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      return (await listAll(client, path, { fieldSelector: 'metadata.name=argocd-cm', managedFields: false, signal }))
        .items;
    }),
    whatMayBeRead(`the AppProjects in '${namespace}'`, async () => {
      const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/appprojects`;
      return (await listAll(client, path, { managedFields: false, signal })).items;
    }),
  ]);
  return {
    settings: [...settings.items, ...projects.items],
    unread: [...settings.unread, ...projects.unread],
  };
}

async function whatMayBeRead(
  what: string,
  read: () => Promise<readonly KubeObject[]>,
): Promise<{ readonly items: readonly KubeObject[]; readonly unread: readonly string[] }> {
  try {
    return { items: await read(), unread: [] };
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    if (error.code === 'CLUSTER_FORBIDDEN') return { items: [], unread: [what] };
    if (error.code === 'CLUSTER_NOT_FOUND') return { items: [], unread: [] };
    throw error;
  }
}
