import { encodeInventory } from '../../src/cluster/inventory/encode.js';
import { discover } from '../../src/cluster/transport/discover.js';
import { deleteApplications } from '../../src/workflow/delete.js';
import { type OrphansOptions, orphans } from '../../src/workflow/orphans.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { editInventory } from '../helpers/edit-inventory.js';
import { configMap, meddle } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

// The cluster is shared with other tests, whose objects may be anybody's: only what is in the test's own
// namespaces is looked at.
afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('orphans')];
  const synced = await syncedRepository(namespace);
  synced.repository.git('remote', 'add', 'origin', 'https://git.example.com/a.git');
  synced.commit('first', [configMap('a'), configMap('b')]);
  expect((await sync(synced.options)).outcome).toBe('synced');
  const { inventoryNamespace } = synced.options;
  const maps = `/api/v1/namespaces/${namespace}/configmaps`;
  const find = async (options: Partial<OrphansOptions> = {}) => {
    const result = await orphans({ ...synced.options, clusters: ['in-cluster'], ...options });
    const own = result.unowned.filter(({ object }) => [namespace, inventoryNamespace].includes(object.namespace ?? ''));
    return { ...result, unowned: own, lines: own.map(({ object, reason }) => `${object.name}: ${reason}`) };
  };
  return {
    client,
    namespace,
    ...synced,
    inventories: `/api/v1/namespaces/${inventoryNamespace}/configmaps`,
    maps,
    find,
  };
}

test('an Argo Application that left Git is told with what it left, until it is deleted', async () => {
  const { client, repository, namespace, options, find } = await start();
  await using _ = repository;
  expect(await find()).toMatchObject({ applications: [], lines: [] });
  const { commit } = { commit: repository.git('rev-parse', 'HEAD') };
  repository.git('rm', '-r', '-q', 'gitops/applications');
  repository.commit('left');

  const { applications, lines, clusters } = await find();

  expect(applications).toEqual([
    {
      application: namespace,
      cluster: 'in-cluster',
      repository: 'git.example.com/a',
      objects: 2,
      synced: { commit, subject: 'first' },
    },
  ]);
  expect(lines).toEqual([]);
  expect(clusters[0]?.writes).toBe(0);
  // One for each kind that can be made, and a handful; other tests bring kinds of their own.
  expect(clusters[0]?.requests).toBeLessThan((await discover(client)).kinds.length + 20);
  await deleteApplications({ ...options, applications: [namespace], clusters: ['in-cluster'] });
  expect((await find()).applications).toEqual([]);
});

test('what another repository synced is told only when asked', async () => {
  const { repository, find, namespace } = await start();
  await using _ = repository;
  repository.git('rm', '-r', '-q', 'gitops/applications');
  repository.git('remote', 'set-url', 'origin', 'https://git.example.com/other.git');
  repository.commit('left');

  expect((await find()).applications).toEqual([]);
  expect((await find({ anyRepository: true })).applications).toMatchObject([{ application: namespace }]);
});

test('objects whose inventory is gone, and objects that it does not list, have no owner', async () => {
  const { repository, client, namespace, inventories, maps, find } = await start();
  await using _ = repository;
  await editInventory(client, `${inventories}/inventory.${namespace}`, (lines) =>
    lines.filter((line) => !line.includes('"b"')),
  );

  expect((await find()).lines).toEqual([`b: the inventory of '${namespace}' does not list it`]);

  await client.request({ method: 'DELETE', path: `${inventories}/inventory.${namespace}` });
  expect((await find()).unowned).toEqual(
    ['a', 'b'].map((name) => ({
      cluster: 'in-cluster',
      object: { group: '', kind: 'ConfigMap', namespace, name },
      reason: 'its inventory does not exist',
      application: namespace,
    })),
  );

  // What carries a copied label, or belongs to another object, is nobody's orphan.
  await meddle(client, `${maps}/a`, { metadata: { managedFields: [{}] } });
  const { uid } = (await client.request<{ metadata: { uid: string } }>({ method: 'GET', path: `${maps}/a` })).body
    .metadata;
  await meddle(client, `${maps}/b`, {
    metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid }] },
  });
  expect((await find()).lines).toEqual([]);
});

test('inventories of another namespace own their objects', async () => {
  const { repository, find } = await start();
  await using _ = repository;

  expect((await find({ inventoryNamespace: 'another-namespace' })).lines).toEqual([]);
});

test('objects that a vanished Argo Application tracks are found when asked', async () => {
  const { repository, client, namespace, maps, find } = await start();
  await using _ = repository;
  const tracked = (name: string, application: string) =>
    configMap(
      name,
      {},
      { annotations: { 'argocd.argoproj.io/tracking-id': `${application}:/ConfigMap:${namespace}/${name}` } },
    );
  for (const body of [tracked('lost', 'vanished'), tracked('fine', namespace), configMap('plain')])
    await client.request({ method: 'POST', path: maps, body });

  expect((await find()).lines).toEqual([]);
  expect((await find({ tracked: true })).lines).toEqual([
    "lost: tracked by the Argo Application 'vanished', which neither Git nor the cluster has",
  ]);
});

test('a part of an inventory that a killed run left is found', async () => {
  const { repository, client, inventories, options, find } = await start();
  await using _ = repository;
  const entries = Array.from({ length: 4_000 }, (_, index) => ({
    apiVersion: 'v1',
    group: '',
    kind: 'ConfigMap',
    namespace: 'x',
    name: `a-rather-long-name-that-takes-its-room-and-more-of-it-than-others-do-${index}`,
    uid: '01234567-89ab-cdef-0123-456789abcdef',
    manifest: 'abcdefghijklmnopqrstuv',
    live: 'abcdefghijklmnopqrstuv',
  }));
  const { shards } = encodeInventory(
    { application: 'x', repository: 'y', labels: {}, entries, history: [] },
    'inventory.x',
    options.inventoryNamespace!,
  );
  await client.request({ method: 'POST', path: inventories, body: shards[0] });

  expect((await find()).lines).toEqual([`${shards[0]!.metadata.name}: a part of an inventory that no inventory names`]);
});
