import { GitopsError } from '../../errors.js';
import { defined } from '../../manifest/defined.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { groupOf, identityKey } from '../../manifest/identity.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { readShape, type Shape } from '../../manifest/shape.js';
import { checksumOf } from './checksum.js';
import type { InventoryEntry, StoredInventory } from './inventory.js';
import {
  DATA_SHAPE,
  ENTRY_SHAPE,
  HOLD_SHAPE,
  INVENTORY_VERSION,
  type InventoryData,
  OPERATION_SHAPE,
  REVISION_SHAPE,
  SHARD_SHAPE,
  SYNCED_SHAPE,
} from './inventory-shape.js';
import { INVENTORY_LABEL, labelsOf } from './labels-of.js';
import { inventoryName } from './name.js';
import { shardName } from './shard-name.js';

const EDITED = 'it was edited or damaged: its checksum is another';

/**
 * The inventory in a ConfigMap and its shards. Nothing in it is taken on trust, because it decides what is
 * deleted and anybody who may write ConfigMaps may write it: it is exactly what a sync has written, or an
 * error.
 *
 * @param shards every shard of the namespace, by name
 * @throws GitopsError CLUSTER_INVENTORY_BROKEN; what it owns is then unknown, so nothing may be pruned or
 * applied
 */
export function decodeInventory(parent: KubeObject, shards: ReadonlyMap<string, KubeObject>): StoredInventory {
  const { name, uid = '', resourceVersion = '', labels = {} } = parent.metadata;
  const fail = (why: string, hint?: string): never => {
    throw broken(parent, why, hint);
  };
  const read = <T>(value: unknown, shape: Shape<T>, path: string): T => {
    const reading = readShape(value, shape, { path, ...STRICT });
    return reading.value ?? fail(describeShapeProblem(reading.problems[0]!));
  };
  const parse = <T>(text: string, shape: Shape<T>, path: string): T => read(parseJson(text, path, fail), shape, path);
  const optional = <T>(text: string | undefined, shape: Shape<T>, path: string): T | undefined =>
    text === undefined ? undefined : parse(text, shape, path);

  const data = read(parent['data'], DATA_SHAPE, 'data');
  assertSealed(data, name, labels, fail);
  const shardNames = linesOf(data.shards);
  const pieces = data.shards === undefined ? [data.objects ?? ''] : shardNames.map((shard) => piece(shard, name));
  const entries = pieces.flatMap((objects, index) => {
    const where = data.shards === undefined ? 'objects' : shardNames[index];
    return linesOf(objects).map((line, number) => parse(line, ENTRY_SHAPE, `${where}, line ${number + 1}`));
  });
  assertConsistent(entries, fail);
  const synced = optional(data.synced, SYNCED_SHAPE, 'synced');
  const operation = optional(data.operation, OPERATION_SHAPE, 'operation');
  const hold = optional(data.hold, HOLD_SHAPE, 'hold');
  const strays = straysOf(name, shardNames, shards);
  return {
    name,
    uid,
    resourceVersion,
    shards: shardNames,
    ...(strays.length > 0 ? { strays } : {}),
    application: data.application,
    repository: data.repository,
    labels: labelsOf(labels),
    entries,
    ...(synced ? { synced } : {}),
    ...defined({ hooks: data.hooks }),
    ...(operation ? { operation } : {}),
    ...(hold ? { hold } : {}),
    history: linesOf(data.history).map((line, number) => parse(line, REVISION_SHAPE, `history, line ${number + 1}`)),
  };

  function piece(shard: string, of: string): string {
    const found = shards.get(shard);
    if (!found) return fail(`its part '${shard}' is missing`);
    const { parent: owner, objects } = read(found['data'], SHARD_SHAPE, shard);
    if (owner !== of || shardName(owner, objects) !== shard)
      return fail(`its part '${shard}' was edited or damaged: its content is another`);
    return objects;
  }
}

const STRICT = { nulls: 'wrong', unknownField: 'is a field that this version does not know' } as const;

/** Throws. */
type Fail = (why: string, hint?: string) => never;

function assertSealed(data: InventoryData, name: string, labels: Readonly<Record<string, string>>, fail: Fail): void {
  if (data.version !== INVENTORY_VERSION)
    fail(
      `it is of version '${data.version}', not ${INVENTORY_VERSION}`,
      'Use the version of cdk8s-gitops that wrote it.',
    );
  if (data.checksum !== checksumOf(name, labels, data)) fail(EDITED);
  if (labels[INVENTORY_LABEL] !== 'true') fail(`its label '${INVENTORY_LABEL}' is missing`);
  if (inventoryName(data.application) !== name) fail(`it is that of '${data.application}', under another name`);
  if ((data.objects === undefined) === (data.shards === undefined)) fail("it has either 'objects' or 'shards'");
}

function assertConsistent(entries: readonly InventoryEntry[], fail: Fail): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = identityKey(entry);
    if (groupOf(entry.apiVersion) !== entry.group)
      fail(`its entry '${key}' has the apiVersion '${entry.apiVersion}', which is of another group`);
    if (seen.has(key)) fail(`its entry '${key}' is there twice`);
    seen.add(key);
  }
}

/** Only what a sync has named after its content: these are deleted. */
function straysOf(
  parent: string,
  named: readonly string[],
  shards: ReadonlyMap<string, KubeObject>,
): readonly string[] {
  return [...shards].flatMap(([name, shard]) => {
    const { value } = readShape(shard['data'], SHARD_SHAPE, STRICT);
    const isStray = value?.parent === parent && !named.includes(name) && shardName(parent, value.objects) === name;
    return isStray ? [name] : [];
  });
}

function linesOf(text = ''): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function parseJson(text: string, path: string, fail: Fail): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(`${path} is not JSON`);
  }
}

function broken({ metadata }: KubeObject, why: string, hint?: string): GitopsError {
  const { name, namespace = '' } = metadata;
  return new GitopsError(
    'CLUSTER_INVENTORY_BROKEN',
    `the inventory in ConfigMap '${namespace}/${name}' cannot be used: ${why}`,
    {
      object: `ConfigMap ${namespace}/${name}`,
      hint:
        hint ??
        `Nothing of its Argo Application is changed until then: restore the ConfigMap from a backup, or delete it (kubectl delete configmap ${name} -n ${namespace}) and sync with --adopt, which prunes nothing that it listed.`,
    },
  );
}
