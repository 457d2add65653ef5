import { GitopsError } from '../../errors.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { INVENTORY_LABEL } from './encode.js';
import type { Hold, Inventory, InventoryEntry, Operation, Revision, StoredInventory } from './inventory.js';

/**
 * The inventory in a ConfigMap and its shards.
 *
 * @param shards every shard of the namespace, by name
 * @throws GitopsError CLUSTER_INVENTORY_BROKEN when it cannot be read whole; what it owns is then unknown, so
 * nothing may be pruned or applied
 */
export function decodeInventory(parent: KubeObject, shards: ReadonlyMap<string, KubeObject>): StoredInventory {
  const { name, uid, resourceVersion, labels } = parent.metadata;
  const data = dataOf(parent);
  const shardNames = (data['shards'] ?? '').split('\n').filter((shard) => shard !== '');
  const pieces =
    shardNames.length === 0 ? [data['objects'] ?? ''] : shardNames.map((shard) => pieceOf(shard, shards, name));
  if (typeof data['application'] !== 'string') throw broken(name, "'application' is missing");
  return {
    name,
    uid: uid ?? '',
    resourceVersion: resourceVersion ?? '',
    shards: shardNames,
    ...optional('strays', straysOf(name, shardNames, shards)),
    application: data['application'],
    repository: data['repository'] ?? '',
    labels: Object.fromEntries(
      Object.entries(labels ?? {}).filter(([key]) => key.startsWith('cdk8s-gitops.io/') && key !== INVENTORY_LABEL),
    ),
    entries: pieces.flatMap((piece) => linesOf<InventoryEntry>(piece, name)),
    ...optional('synced', optionalValueOf<Inventory['synced']>(data['synced'], name)),
    ...optional('hooks', data['hooks']),
    ...optional('operation', optionalValueOf<Operation>(data['operation'], name)),
    ...optional('hold', optionalValueOf<Hold>(data['hold'], name)),
    history: linesOf<Revision>(data['history'] ?? '', name),
  };
}

function straysOf(
  parent: string,
  named: readonly string[],
  shards: ReadonlyMap<string, KubeObject>,
): readonly string[] | undefined {
  const strays = [...shards]
    .filter(([name, shard]) => dataOf(shard)['parent'] === parent && !named.includes(name))
    .map(([name]) => name);
  return strays.length === 0 ? undefined : strays;
}

function pieceOf(shard: string, shards: ReadonlyMap<string, KubeObject>, parent: string): string {
  const found = shards.get(shard);
  const piece = found && dataOf(found)['objects'];
  if (piece === undefined) throw broken(parent, `its part '${shard}' is missing`);
  return piece;
}

function dataOf(object: KubeObject): Readonly<Record<string, string>> {
  const data = object['data'];
  return isRecord(data) ? (data as Record<string, string>) : {};
}

function linesOf<T>(text: string, name: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parse<T>(line, name));
}

function optionalValueOf<T>(text: string | undefined, name: string): T | undefined {
  return text === undefined || text === '' ? undefined : parse<T>(text, name);
}

function parse<T>(text: string, name: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw broken(name, 'it holds a line that is not JSON', cause);
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function broken(name: string, why: string, cause?: unknown): GitopsError {
  return new GitopsError('CLUSTER_INVENTORY_BROKEN', `the inventory '${name}' cannot be read: ${why}`, {
    hint: 'Restore the ConfigMap from a backup, or delete it and sync with --adopt; until then nothing is changed.',
    cause,
  });
}
