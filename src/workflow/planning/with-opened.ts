import { checkIdentities, type IdentifiedCluster } from '../../cluster/identity/guard.js';
import { INVENTORY_NAMESPACE } from '../../cluster/inventory/name.js';
import { GitopsError } from '../../errors.js';
import type { ClusterVerbOptions } from '../api/options.js';
import { type ClusterSession, openCluster } from '../clusters/cluster-session.js';
import type { ClusterTarget } from '../desired/cluster-target.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import { settleClusters, type UnreadCluster } from './settle-clusters.js';

/**
 * Opens the clusters of a revision and passes them on, together with the problems of those that cannot be
 * opened or are another cluster. Closes them in any case.
 *
 * @throws GitopsError when two clusters are one
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
    const problemsOf = (some: readonly ClusterSession[]) =>
      checkIdentities(some.flatMap(identified), {
        accessFile: access.accessFile,
        allowShared: options.allowSharedCluster,
      });
    const strangers = done.flatMap((session) =>
      problemsOf([session]).map((error) => ({ cluster: session.client.cluster, error })),
    );
    const refused = [...unread, ...strangers];
    const known = done.filter(({ client }) => !strangers.some(({ cluster }) => cluster === client.cluster));
    // Of two that are one nobody knows which is meant.
    const twins = problemsOf(known);
    if (twins.length > 0) throw GitopsError.all([...refused.map(({ error }) => error), ...twins]);
    return await use(known, refused);
  } finally {
    for (const { client } of sessions) client.close();
  }
}

/** None for an account that may not read who the cluster is: it is confined to its namespaces anyway. */
function identified({ client, uid, record }: ClusterSession): readonly IdentifiedCluster[] {
  return uid === undefined ? [] : [{ name: client.cluster, uid, ...(record ? { record } : {}) }];
}
