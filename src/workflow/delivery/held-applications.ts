import type { Hold } from '../../cluster/inventory/inventory.js';
import { inventoryName } from '../../cluster/inventory/name.js';
import type { ClusterSession } from '../clusters/cluster-session.js';
import type { LoadedRevision } from '../desired/load-revision.js';
import { isHeld } from './held.js';

/** Names a hold in maps: one application may be held in one cluster and not in another. */
export function holdKey(cluster: string, instance: string): string {
  return `${cluster}/${instance}`;
}

/** The holds that forbid a revision, by `holdKey`. */
export async function heldBy(
  { revision, git }: Pick<LoadedRevision, 'revision' | 'git'>,
  sessions: readonly ClusterSession[],
  resume: boolean,
): Promise<ReadonlyMap<string, Hold>> {
  if (resume) return new Map();
  const forbidden = await Promise.all(
    sessions.flatMap(({ client, target, inventories }) =>
      target.applications.map(async ({ instance, content, revision: pinned, argocd }) => {
        if (argocd) return [];
        const hold = inventories.get(inventoryName(instance))?.hold;
        const held = await isHeld(hold, { ...(pinned ?? revision), content }, (older, newer) =>
          git.isAncestor(older, newer),
        );
        return hold && held ? [[holdKey(client.cluster, instance), hold] as const] : [];
      }),
    ),
  );
  return new Map(forbidden.flat());
}
