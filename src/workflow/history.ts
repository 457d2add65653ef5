import { inventoryName } from '../cluster/inventory/name.js';
import type { ClusterVerbOptions } from './api/options.js';
import { API_VERSION, type ApplicationHistory, type HistoryResult } from './api/results.js';
import type { ClusterSession } from './clusters/cluster-session.js';
import { loadRevision } from './desired/load-revision.js';
import { brokenInventories } from './planning/broken-inventories.js';
import { withErrors, withReadable } from './planning/with-readable.js';

export interface HistoryOptions extends ClusterVerbOptions {
  /** At most so many revisions of each Argo Application. Default: all that are remembered, ten. */
  readonly limit?: number;
}

/** What was synced, when, by whom and how it ended. Changes nothing. */
export async function history(options: HistoryOptions): Promise<HistoryResult> {
  const started = Date.now();
  const loaded = await loadRevision({ ...options, purpose: 'look', allowDirty: true });
  const read = async (opened: readonly ClusterSession[]) => ({ done: opened, unread: [] });
  return withReadable(loaded, options, read, async (sessions, unread) => ({
    apiVersion: API_VERSION,
    kind: 'HistoryResult',
    revision: loaded.revision,
    applications: sessions.flatMap(({ client, target, inventories, broken }) =>
      target.applications
        .filter(({ instance }) => !broken.has(inventoryName(instance)))
        .map(({ name, instance, argocd }): ApplicationHistory => {
          const inventory = inventories.get(inventoryName(instance));
          const revisions = (inventory?.history ?? []).slice(0, options.limit);
          const delivery = argocd ? { deliveredBy: 'argocd' as const } : {};
          return {
            application: name,
            cluster: client.cluster,
            ...delivery,
            revisions,
            ...(inventory?.hold ? { hold: inventory.hold } : {}),
          };
        }),
    ),
    skipped: loaded.skipped,
    clusters: sessions.map(({ client }) => ({ cluster: client.cluster, ...client.statistics })),
    ...withErrors(
      unread,
      brokenInventories(sessions, ({ name }, { target }) =>
        target.applications.some(({ instance }) => inventoryName(instance) === name),
      ),
    ),
    seconds: (Date.now() - started) / 1000,
  }));
}
