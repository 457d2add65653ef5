import { GitopsError } from '../../errors.js';
import { deepEqual } from '../../manifest/equality.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { CLUSTER_RECORD, parseClusterRecord } from '../identity/cluster-record.js';
import type { ClusterRecord } from '../identity/guard.js';
import type { KubeClient } from '../transport/client.js';
import { listAll } from '../transport/list.js';
import { decodeInventory } from './decode.js';
import { encodeInventory, SHARD_LABEL } from './encode.js';
import type { BrokenInventory, Inventory, StoredInventory } from './inventory.js';
import { INVENTORY_LABEL, labelsOf } from './labels-of.js';
import { applicationOfName } from './name.js';

/** What the inventory namespace of a cluster holds. */
export interface InventoryNamespace {
  /** By name. */
  readonly inventories: ReadonlyMap<string, StoredInventory>;
  /**
   * By name: inventories that a sync did not write in this form. They are reported, and nothing acts on them.
   */
  readonly broken: ReadonlyMap<string, BrokenInventory>;
  /** Under which names the cluster was synced; absent before the first sync. */
  readonly record?: ClusterRecord;
}

/** Everything in the inventory namespace, in one LIST; a namespace that does not exist yet holds nothing. */
export async function readInventories(
  client: KubeClient,
  namespace: string,
  signal?: AbortSignal,
): Promise<InventoryNamespace> {
  for (let attempt = 1; ; attempt += 1) {
    const { items } = await listAll(client, configMaps(namespace), {
      labelSelector: INVENTORY_LABEL,
      ...(signal ? { signal } : {}),
    });
    const parents = items.filter(({ metadata }) => metadata.name !== CLUSTER_RECORD);
    const isSplit = parents.some(hasShards);
    const shards = isSplit ? await readShards(client, namespace, signal) : new Map<string, KubeObject>();
    const decoded = parents.map((parent) => decode(parent, shards));
    const broken = decoded.flatMap((one) => ('error' in one ? [[one.name, one] as const] : []));
    if (broken.length > 0 && isSplit && attempt < ATTEMPTS) continue;
    const record = parseClusterRecord(items.find(({ metadata }) => metadata.name === CLUSTER_RECORD));
    return {
      inventories: new Map(decoded.flatMap((one) => ('error' in one ? [] : [[one.name, one] as const]))),
      broken: new Map(broken),
      ...(record ? { record } : {}),
    };
  }
}

/**
 * One inventory as it is now; undefined when there is none.
 *
 * @throws GitopsError CLUSTER_INVENTORY_BROKEN
 */
export async function readInventory(
  client: KubeClient,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<StoredInventory | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const parent = await getOptional(client, `${configMaps(namespace)}/${name}`, signal);
    if (!parent) return undefined;
    const isSplit = hasShards(parent);
    const one = decode(parent, isSplit ? await readShards(client, namespace, signal) : new Map());
    if (!('error' in one)) return one;
    if (!isSplit || attempt === ATTEMPTS) throw one.error;
  }
}

/**
 * A sync that writes a large inventory between the two requests takes the parts away that were to be read:
 * then it is read again.
 */
const ATTEMPTS = 3;

function hasShards({ data }: KubeObject): boolean {
  return isRecord(data) && data['shards'] !== undefined;
}

function decode(parent: KubeObject, shards: ReadonlyMap<string, KubeObject>): StoredInventory | BrokenInventory {
  try {
    return decodeInventory(parent, shards);
  } catch (error) {
    if (!GitopsError.is(error)) throw error;
    const { name, labels = {} } = parent.metadata;
    return { name, error, application: applicationOfName(name), labels: labelsOf(labels) };
  }
}

/**
 * Replaces exactly the inventory that was read; shards first, then the parent, then what the parent no longer
 * names.
 *
 * @param previous what was read; undefined to create it
 * @throws GitopsError CLUSTER_LOCKED when somebody else has written it since
 */
export async function saveInventory(
  client: KubeClient,
  namespace: string,
  name: string,
  inventory: Inventory,
  previous: StoredInventory | undefined,
): Promise<StoredInventory> {
  const { parent, shards } = encodeInventory(inventory, name, namespace);
  const kept = new Set(previous?.shards);
  await Promise.all(
    shards.filter((shard) => !kept.has(shard.metadata.name)).map((shard) => createShard(client, namespace, shard)),
  );
  const saved = await writeParent(client, namespace, parent, previous);
  const names = new Set(shards.map((shard) => shard.metadata.name));
  // Strays were read with this very parent, which nobody has written since: nobody needs them.
  const unneeded = [...(previous?.shards ?? []), ...(previous?.strays ?? [])].filter((shard) => !names.has(shard));
  await Promise.all(unneeded.map((shard) => deleteShard(client, namespace, shard)));
  return decodeInventory(saved, new Map(shards.map((shard) => [shard.metadata.name, shard])));
}

/** Removes the inventory that was read, when nothing is owned any more. */
export async function deleteInventory(client: KubeClient, namespace: string, stored: StoredInventory): Promise<void> {
  const preconditions = { uid: stored.uid, resourceVersion: stored.resourceVersion };
  await remove(client, `${configMaps(namespace)}/${stored.name}`, {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions,
  });
  await Promise.all([...stored.shards, ...(stored.strays ?? [])].map((shard) => deleteShard(client, namespace, shard)));
}

async function writeParent(
  client: KubeClient,
  namespace: string,
  parent: KubeObject,
  previous: StoredInventory | undefined,
): Promise<KubeObject> {
  const path = configMaps(namespace);
  try {
    if (!previous) return (await client.request<KubeObject>({ method: 'POST', path, body: parent, urgent: true })).body;
    const body = {
      ...parent,
      metadata: { ...parent.metadata, uid: previous.uid, resourceVersion: previous.resourceVersion },
    };
    return (
      await client.request<KubeObject>({ method: 'PUT', path: `${path}/${parent.metadata.name}`, body, urgent: true })
    ).body;
  } catch (error) {
    if (
      !GitopsError.is(error) ||
      !['CLUSTER_CONFLICT', 'CLUSTER_NOT_FOUND', 'CLUSTER_UNREACHABLE'].includes(error.code)
    )
      throw error;
    // A write whose answer was lost is sent again, and then finds itself; a creation is not sent again, and
    // may have been made.
    const current = await getOptional(client, `${path}/${parent.metadata.name}`);
    if (current && deepEqual(current['data'], parent['data'])) return current;
    if (error.code === 'CLUSTER_UNREACHABLE') throw error;
    throw new GitopsError(
      'CLUSTER_LOCKED',
      `the inventory '${parent.metadata.name}' was written by somebody else meanwhile`,
      {
        hint: 'Another sync of the same Argo Application is running; run again when it has ended.',
        cause: error,
      },
    );
  }
}

async function readShards(
  client: KubeClient,
  namespace: string,
  signal?: AbortSignal,
): Promise<Map<string, KubeObject>> {
  const { items } = await listAll(client, configMaps(namespace), { labelSelector: `${SHARD_LABEL}=true`, signal });
  return new Map(items.map((item) => [item.metadata.name, item]));
}

async function createShard(client: KubeClient, namespace: string, shard: KubeObject): Promise<void> {
  try {
    await client.request({ method: 'POST', path: configMaps(namespace), body: shard });
  } catch (error) {
    // Named after its content: one that is there already is the same.
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_CONFLICT') throw error;
  }
}

async function deleteShard(client: KubeClient, namespace: string, shard: string): Promise<void> {
  // Named after its content: nothing else of that name is ever deleted.
  await remove(client, `${configMaps(namespace)}/${shard}`, undefined, true);
}

async function remove(client: KubeClient, path: string, body: unknown, idempotent?: boolean): Promise<void> {
  try {
    await client.request({ method: 'DELETE', path, body, idempotent });
  } catch (error) {
    if (!GitopsError.is(error) || error.code !== 'CLUSTER_NOT_FOUND') throw error;
  }
}

async function getOptional(client: KubeClient, path: string, signal?: AbortSignal): Promise<KubeObject | undefined> {
  try {
    return (await client.request<KubeObject>({ method: 'GET', path }, signal)).body;
  } catch (error) {
    if (GitopsError.is(error) && error.code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}

function configMaps(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps`;
}
