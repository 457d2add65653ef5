import { decodeInventory } from '../../../src/cluster/inventory/decode.js';
import { encodeInventory } from '../../../src/cluster/inventory/encode.js';
import type { Inventory, InventoryEntry, Revision } from '../../../src/cluster/inventory/inventory.js';
import { applicationKey, inventoryName } from '../../../src/cluster/inventory/name.js';
import { GitopsError } from '../../../src/errors.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';

const revision: Revision = {
  commit: 'c'.repeat(40),
  subject: 'release\nwith a "quote"',
  action: 'sync',
  result: 'synced',
  started: '2026-01-01T00:00:00.000Z',
  seconds: 1.5,
  actor: 'somebody',
  content: 'sha256:x',
  created: 1,
  updated: 2,
  deleted: 3,
};

function inventory(count: number): Inventory {
  const entries = Array.from(
    { length: count },
    (_, index): InventoryEntry => ({
      apiVersion: 'apps/v1',
      group: 'apps',
      kind: 'Deployment',
      namespace: `namespace-${index % 10}`,
      name: `a-rather-long-name-of-a-deployment-${index}`,
      uid: '01234567-89ab-cdef-0123-456789abcdef',
      manifest: 'abcdefghijklmnopqrstuv',
      live: 'abcdefghijklmnopqrstuv',
    }),
  );
  const labels = { 'cdk8s-gitops.io/environment': 'prod' };
  return {
    application: 'shop',
    repository: 'host/a',
    labels,
    entries,
    history: [revision],
    synced: { commit: revision.commit, content: revision.content },
  };
}

const decode = ({ parent, shards }: { parent: KubeObject; shards: readonly KubeObject[] }) =>
  decodeInventory(parent, new Map(shards.map((shard) => [shard.metadata.name, shard])));
const byName = (left: InventoryEntry, right: InventoryEntry) =>
  `${left.namespace}${left.name}` < `${right.namespace}${right.name}` ? -1 : 1;

test.each([0, 1, 100, 10_000])('%i objects come back as they were written, each ConfigMap small enough', (count) => {
  const wanted = inventory(count);

  const encoded = encodeInventory(wanted, 'inventory.shop', 'gitops-system');

  const decoded = decode(encoded);
  expect(decoded).toMatchObject({
    application: 'shop',
    repository: 'host/a',
    labels: wanted.labels,
    history: [revision],
    synced: wanted.synced,
  });
  expect([...decoded.entries].sort(byName)).toEqual([...wanted.entries].sort(byName));
  for (const object of [encoded.parent, ...encoded.shards])
    expect(JSON.stringify(object).length).toBeLessThan(1_000_000);
  expect(encoded.shards.length > 0).toBe(count === 10_000);
});

test('is a parent as the ApplySet specification wants it', () => {
  const { parent } = encodeInventory(inventory(2), 'inventory.shop', 'gitops-system');

  expect(parent.metadata.labels).toMatchObject({
    'applyset.kubernetes.io/id': expect.stringMatching(/^applyset-[A-Za-z0-9_-]{43}-v1$/),
  });
  expect(parent.metadata.annotations).toEqual({
    'applyset.kubernetes.io/tooling': expect.stringMatching(/^cdk8s-gitops\/v/),
    'applyset.kubernetes.io/contains-group-kinds': 'Deployment.apps',
    'applyset.kubernetes.io/additional-namespaces': 'namespace-0,namespace-1',
  });
});

test('the same entries in another order are the same bytes', () => {
  const one = inventory(50);

  expect(encodeInventory({ ...one, entries: one.entries.toReversed() }, 'a', 'b')).toEqual(
    encodeInventory(one, 'a', 'b'),
  );
});

test('a part that is missing or unreadable is an error, never a smaller inventory', () => {
  const { parent, shards } = encodeInventory(inventory(10_000), 'inventory.shop', 'gitops-system');
  const data = parent['data'] as Record<string, string>;
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return GitopsError.is(error) ? error.code : error;
    }
    return undefined;
  };

  expect(code(() => decode({ parent, shards: shards.slice(1) }))).toBe('CLUSTER_INVENTORY_BROKEN');
  expect(
    code(() => decode({ parent: { ...parent, data: { ...data, shards: '', objects: '{"kind":' } }, shards: [] })),
  ).toBe('CLUSTER_INVENTORY_BROKEN');
  expect(code(() => decode({ parent: { ...parent, data: {} }, shards: [] }))).toBe('CLUSTER_INVENTORY_BROKEN');
});

test('names of inventories never meet', () => {
  expect(inventoryName(applicationKey({ name: 'shop', namespace: 'argocd' }))).toBe('inventory.shop');
  expect(inventoryName(applicationKey({ name: 'shop', namespace: 'team' }))).toBe('inventory-in-team.shop');
  expect(inventoryName(applicationKey({ name: 'team.shop', namespace: 'argocd' }))).toBe('inventory.team.shop');
  expect(inventoryName('x'.repeat(250))).toHaveLength(253);
  expect(inventoryName('x'.repeat(250))).not.toBe(inventoryName('x'.repeat(251)));
});
