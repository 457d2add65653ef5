import { checkIdentities, type IdentifiedCluster } from '../../cluster/identity/guard.js';
import { INVENTORY_NAMESPACE } from '../../cluster/inventory/name.js';
import { GitopsError } from '../../errors.js';
import type { ClusterVerbOptions } from '../api/options.js';
import { type ClusterSession, openCluster } from '../revision/cluster-session.js';
import type { LoadedRevision } from '../revision/load-revision.js';

/**
 * Opens all clusters of a revision, and closes them whatever happens.
 *
 * @throws GitopsError with the problems of all clusters that could not be opened
 */
export async function withSessions<Result>(
  { targets }: Pick<LoadedRevision, 'targets'>,
  options: ClusterVerbOptions,
  use: (sessions: readonly ClusterSession[]) => Promise<Result>,
): Promise<Result> {
  const { access, inventoryNamespace = INVENTORY_NAMESPACE, signal } = options;
  const opened = await Promise.allSettled(
    targets.map((target) => openCluster(target, { access, inventoryNamespace, ...(signal ? { signal } : {}) })),
  );
  const sessions = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  try {
    const failures = opened.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    const unexpected = failures.find((failure) => !GitopsError.is(failure));
    if (unexpected) throw unexpected;
    GitopsError.throwAll(failures.filter(GitopsError.is));
    GitopsError.throwAll(checkIdentities(sessions.flatMap(identified), { accessFile: access.accessFile, allowShared: options.allowSharedCluster }));
    return await use(sessions);
  } finally {
    for (const { client } of sessions) client.close();
  }
}

/** None for an account that may not read who the cluster is: it is confined to its namespaces anyway. */
function identified({ client, uid, record }: ClusterSession): readonly IdentifiedCluster[] {
  return uid === undefined ? [] : [{ name: client.cluster, uid, ...(record ? { record } : {}) }];
}
