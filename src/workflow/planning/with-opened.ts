import { checkIdentities, type IdentifiedCluster } from '../../cluster/identity/guard.js';
import { INVENTORY_NAMESPACE } from '../../cluster/inventory/name.js';
import { GitopsError } from '../../errors.js';
import type { ClusterVerbOptions } from '../api/options.js';
import { type ClusterSession, type ClusterTarget, openCluster } from '../revision/cluster-session.js';
import type { LoadedRevision } from '../revision/load-revision.js';
import { settleClusters, type UnreadCluster } from './settle-clusters.js';

/**
 * Opens the clusters of a revision, hands over what cannot be opened beside what can, and closes them whatever happens.
 *
 * @throws GitopsError when a cluster is not the one that is meant
 */
export async function withOpened<Result>(
  { targets }: Pick<LoadedRevision, 'targets'>,
  options: ClusterVerbOptions,
  use: (sessions: readonly ClusterSession[], unread: readonly UnreadCluster[]) => Promise<Result>,
): Promise<Result> {
  const { access, inventoryNamespace = INVENTORY_NAMESPACE, signal } = options;
  const sessions: ClusterSession[] = [];
  const open = async (target: ClusterTarget) => {
    const session = await openCluster(target, { access, inventoryNamespace, ...(signal ? { signal } : {}) });
    sessions.push(session);
    return session;
  };
  try {
    const { done, unread } = await settleClusters(targets, ({ secret }) => secret.name, open);
    const strangers = checkIdentities(done.flatMap(identified), { accessFile: access.accessFile, allowShared: options.allowSharedCluster });
    if (strangers.length > 0) throw GitopsError.all([...unread.map(({ error }) => error), ...strangers]);
    return await use(done, unread);
  } finally {
    for (const { client } of sessions) client.close();
  }
}

/** None for an account that may not read who the cluster is: it is confined to its namespaces anyway. */
function identified({ client, uid, record }: ClusterSession): readonly IdentifiedCluster[] {
  return uid === undefined ? [] : [{ name: client.cluster, uid, ...(record ? { record } : {}) }];
}
