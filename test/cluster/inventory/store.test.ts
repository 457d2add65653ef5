import type { Inventory, InventoryEntry } from '../../../src/cluster/inventory/inventory.js';
import {
  deleteInventory,
  readInventories,
  readInventory,
  saveInventory,
} from '../../../src/cluster/inventory/store.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';

afterEach(closeClients);

const NAME = 'inventory.shop';

function large(version: string, count = 5_000): Inventory {
  const entries = Array.from(
    { length: count },
    (_, index): InventoryEntry => ({
      apiVersion: 'v1',
      group: '',
      kind: 'ConfigMap',
      namespace: 'a-namespace-with-a-rather-long-name',
      name: `an-object-${index}`,
      uid: '01234567-89ab-cdef-0123-456789abcdef',
      manifest: `hash-${version}-of-the-manifest`,
      live: 'abcdefghijklmnopqrstuv',
    }),
  );
  return { application: 'shop', repository: 'host/a', labels: {}, entries, history: [] };
}

async function configMaps(client: KubeClient, namespace: string): Promise<readonly string[]> {
  const { body } = await client.request<{ items: { metadata: { name: string } }[] }>({
    method: 'GET',
    path: `/api/v1/namespaces/${namespace}/configmaps`,
  });
  return body.items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
}

test('a large inventory is split, read back whole, and replaced without leaving anything', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('store')];

  const first = await saveInventory(client, namespace, NAME, large('1'), undefined);
  expect(first.shards.length).toBeGreaterThan(1);
  expect((await readInventory(client, namespace, NAME))?.entries).toHaveLength(5_000);

  const second = await saveInventory(client, namespace, NAME, large('2'), first);
  expect(await configMaps(client, namespace)).toHaveLength(1 + second.shards.length);
  await deleteInventory(client, namespace, second);
  expect(await configMaps(client, namespace)).toEqual([]);
});

test('what a run left that was killed between the parts and the whole is removed by the next one, and by nobody else', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('store')];
  const first = await saveInventory(client, namespace, NAME, large('1'), undefined);
  const { client: killed, proxy } = await faultyClient();
  proxy.decide = ({ method }) => (method === 'PUT' ? { kind: 'answer', status: 403 } : undefined);
  await expect(saveInventory(killed, namespace, NAME, large('2'), first)).rejects.toMatchObject({
    code: 'CLUSTER_FORBIDDEN',
  });
  const strays = (await configMaps(client, namespace)).length - 1 - first.shards.length;
  expect(strays).toBeGreaterThan(0);
  await saveInventory(client, namespace, 'inventory.other', { ...large('3'), application: 'other' }, undefined);

  const { inventories } = await readInventories(client, namespace);
  expect(inventories.get('inventory.other')?.strays).toBeUndefined();
  const read = inventories.get(NAME)!;
  expect(read.strays).toHaveLength(strays);
  const saved = await saveInventory(client, namespace, NAME, { ...large('1'), application: 'shop' }, read);

  expect(await configMaps(client, namespace)).toHaveLength(
    2 + saved.shards.length + inventories.get('inventory.other')!.shards.length,
  );
  expect((await readInventory(client, namespace, NAME))?.entries).toHaveLength(5_000);
});

test('an inventory that somebody wrote meanwhile is not overwritten', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('store')];
  const first = await saveInventory(client, namespace, NAME, large('1', 2), undefined);
  await saveInventory(client, namespace, NAME, large('2', 2), first);

  await expect(saveInventory(client, namespace, NAME, large('3', 2), first)).rejects.toMatchObject({
    code: 'CLUSTER_LOCKED',
  });
  await expect(saveInventory(client, namespace, NAME, large('3', 2), undefined)).rejects.toMatchObject({
    code: 'CLUSTER_LOCKED',
  });
  expect((await readInventory(client, namespace, NAME))?.entries[0]?.manifest).toContain('hash-2');
});

test('a sync that replaces the parts while they are read is waited for, not taken for damage', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('store')];
  const first = await saveInventory(client, namespace, NAME, large('1'), undefined);
  const { client: reader, proxy } = await faultyClient();
  let writing: Promise<unknown> | undefined;
  proxy.decide = ({ query }) => {
    if (!query.get('labelSelector')?.includes('shard') || writing) return undefined;
    writing = saveInventory(client, namespace, NAME, large('2'), first);
    return { kind: 'wait', until: writing };
  };

  const { inventories } = await readInventories(reader, namespace);

  expect(inventories.get(NAME)?.entries[0]?.manifest).toBe('hash-2-of-the-manifest');
  await client.request({
    method: 'DELETE',
    path: `/api/v1/namespaces/${namespace}/configmaps/${inventories.get(NAME)?.shards[0]}`,
  });
  await expect(readInventory(client, namespace, NAME)).rejects.toMatchObject({ code: 'CLUSTER_INVENTORY_BROKEN' });
});

test('the answer to the deletion of a part may be lost: what was written is written', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('store')];
  const first = await saveInventory(client, namespace, NAME, large('1'), undefined);
  const { client: faulty, proxy } = await faultyClient();
  const met = new Set<string>();
  proxy.decide = ({ method, path }) => {
    if (method !== 'DELETE' || met.has(path)) return undefined;
    met.add(path);
    return { kind: 'lose-answer' };
  };

  const second = await saveInventory(faulty, namespace, NAME, large('2'), first);

  expect(met.size).toBe(first.shards.length);
  expect(await configMaps(client, namespace)).toHaveLength(1 + second.shards.length);
});
