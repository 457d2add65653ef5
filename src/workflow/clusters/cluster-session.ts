import type { AccessOptions } from '../../cluster/access/access-options.js';
import { connect } from '../../cluster/connect.js';
import { type ClusterRecord, identify } from '../../cluster/identity/guard.js';
import type { BrokenInventory, StoredInventory } from '../../cluster/inventory/inventory.js';
import { readInventories } from '../../cluster/inventory/store.js';
import type { KubeClient } from '../../cluster/transport/client.js';
import { discover } from '../../cluster/transport/discover.js';
import type { Discovery } from '../../cluster/transport/discovery.js';
import { GitopsError } from '../../errors.js';
import type { ClusterTarget } from '../desired/cluster-target.js';

/** A cluster that answers, with what it serves and what was synced to it. */
export interface ClusterSession {
  readonly target: ClusterTarget;
  readonly client: KubeClient;
  readonly discovery: Discovery;
  /** By name. */
  readonly inventories: ReadonlyMap<string, StoredInventory>;
  /** By name: what they own is unknown, and nothing of it is changed. */
  readonly broken: ReadonlyMap<string, BrokenInventory>;
  /** UID of its `kube-system` namespace; absent when the account may not read it. */
  readonly uid?: string;
  /** Under which names it was synced before. */
  readonly record?: ClusterRecord;
  readonly inventoryNamespace: string;
}

/**
 * Connects, discovers and reads all inventories: a handful of requests, whatever the number of applications.
 */
export async function openCluster(
  target: ClusterTarget,
  options: { readonly access: AccessOptions; readonly inventoryNamespace: string; readonly signal?: AbortSignal },
): Promise<ClusterSession> {
  const client = await connect(target.secret, options.access);
  try {
    return await readSession(client, target, options);
  } catch (error) {
    client.close();
    throw error;
  }
}

/** A session with a client that is there already. */
export async function readSession(
  client: KubeClient,
  target: ClusterTarget,
  { inventoryNamespace, signal }: { readonly inventoryNamespace: string; readonly signal?: AbortSignal },
): Promise<ClusterSession> {
  const [discovery, stored, uid] = await Promise.all([
    discover(client, signal),
    readInventories(client, inventoryNamespace, signal),
    uidOf(client, signal),
  ]);
  return { target, client, discovery, ...stored, ...(uid === undefined ? {} : { uid }), inventoryNamespace };
}

/** The same cluster, as it is now. */
export function refreshSession(
  { client, target, inventoryNamespace }: ClusterSession,
  signal?: AbortSignal,
): Promise<ClusterSession> {
  return readSession(client, target, { inventoryNamespace, ...(signal ? { signal } : {}) });
}

async function uidOf(client: KubeClient, signal?: AbortSignal): Promise<string | undefined> {
  try {
    return (await identify(client, signal)).uid;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_FORBIDDEN') return undefined;
    throw error;
  }
}
