import { compareText } from '../../manifest/compare-text.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { APPLYSET, applysetId, parentAnnotations } from '../objects/applyset.js';
import { checksumOf } from './checksum.js';
import { HISTORY_LENGTH, type Inventory, type InventoryEntry } from './inventory.js';
import { INVENTORY_VERSION } from './inventory-shape.js';
import { INVENTORY_LABEL } from './labels-of.js';
import { shardName } from './shard-name.js';

/** Marks the ConfigMaps that hold a part of a large one; the value is the name's digest. */
export const SHARD_LABEL = 'cdk8s-gitops.io/inventory-shard';

/**
 * Entries beyond this many characters go to ConfigMaps of their own: the API server takes at most 1 MiB in
 * one.
 */
const SHARD_SIZE = 600_000;
const TOOLING = 'cdk8s-gitops/v1';

/** The ConfigMaps that hold an inventory: shards first, because the parent names them. */
export interface EncodedInventory {
  readonly parent: KubeObject;
  readonly shards: readonly KubeObject[];
}

/**
 * An inventory as ConfigMaps that people can read: one line of JSON per object and per revision.
 *
 * A large inventory is split into shards named after their content, so a parent never names a half-written
 * one: shards are written before the parent that needs them, and deleted after the parent that does not.
 */
export function encodeInventory(inventory: Inventory, name: string, namespace: string): EncodedInventory {
  const pieces = inPieces([...inventory.entries].sort(byIdentity).map((entry) => JSON.stringify(compact(entry))));
  const inline = pieces.length === 1 ? pieces[0]! : undefined;
  const shards = inline === undefined ? pieces.map((piece) => shardOf(piece, name, namespace)) : [];
  const data = {
    version: INVENTORY_VERSION,
    application: inventory.application,
    repository: inventory.repository,
    ...(inline === undefined ? { shards: shards.map((shard) => shard.metadata.name).join('\n') } : { objects: inline }),
    ...(inventory.synced ? { synced: JSON.stringify(inventory.synced) } : {}),
    ...(inventory.hooks ? { hooks: inventory.hooks } : {}),
    ...(inventory.operation ? { operation: JSON.stringify(inventory.operation) } : {}),
    ...(inventory.hold ? { hold: JSON.stringify(inventory.hold) } : {}),
    history: inventory.history
      .slice(0, HISTORY_LENGTH)
      .map((revision) => JSON.stringify(revision))
      .join('\n'),
  };
  const metadata = {
    name,
    namespace,
    labels: { ...inventory.labels, [INVENTORY_LABEL]: 'true', [APPLYSET.id]: applysetId({ name, namespace }) },
    annotations: parentAnnotations(inventory.entries, namespace, TOOLING),
  };
  const sealed = { ...data, checksum: checksumOf(name, metadata.labels, data) };
  return { parent: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: sealed }, shards };
}

/** Keys in the order people read them. */
function compact(entry: InventoryEntry): InventoryEntry {
  const { apiVersion, group, kind, namespace, name, uid, manifest, live, hook } = entry;
  return { apiVersion, group, kind, namespace, name, uid, manifest, live, hook };
}

function byIdentity(left: InventoryEntry, right: InventoryEntry): number {
  const [a, b] = [left, right].map(
    ({ group, kind, namespace, name }) => `${namespace ?? ''}\0${kind}\0${group}\0${name}`,
  ) as [string, string];
  return compareText(a, b);
}

function inPieces(lines: readonly string[]): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let size = 0;
  for (const line of lines) {
    if (size + line.length > SHARD_SIZE && piece.length > 0) {
      pieces.push(piece.join('\n'));
      piece = [];
      size = 0;
    }
    piece.push(line);
    size += Buffer.byteLength(line) + 1;
  }
  return [...pieces, piece.join('\n')];
}

function shardOf(piece: string, parent: string, namespace: string): KubeObject {
  const labels = { [SHARD_LABEL]: 'true' };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: shardName(parent, piece), namespace, labels },
    immutable: true,
    data: { parent, objects: piece },
  };
}
