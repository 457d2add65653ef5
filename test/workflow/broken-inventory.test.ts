import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { deleteApplications } from '../../src/workflow/delete.js';
import { diff } from '../../src/workflow/diff.js';
import { history } from '../../src/workflow/history.js';
import { orphans } from '../../src/workflow/orphans.js';
import { rollback } from '../../src/workflow/rollback.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap, meddle, read } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

const BROKEN = 'CLUSTER_INVENTORY_BROKEN';

/** Two Argo Applications, `shop` and `bills`, and an object of somebody else, all in one namespace. */
async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('broken')];
  const { repository, options } = await syncedRepository(namespace);
  repository.git('remote', 'add', 'origin', 'https://git.example.com/a.git');
  const argo = (name: string, wave: number) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name,
        namespace: 'argocd',
        labels: { 'cdk8s-gitops.io/environment': 'dev' },
        annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
      },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/${name}` },
        destination: { name: 'in-cluster', namespace },
        syncPolicy: { automated: { prune: true } },
      },
    });
  const commit = (version: string, wave = 0) => {
    repository.git('rm', '-r', '-q', '--ignore-unmatch', 'gitops');
    return repository.commit(version, {
      'gitops/applications/dev/shop.yaml': argo('shop', 0),
      'gitops/applications/bills.yaml': argo('bills', wave),
      'gitops/apps/shop/a.yaml': toYaml(configMap('shop', { version })),
      ...(version === '1' ? { 'gitops/apps/shop/b.yaml': toYaml(configMap('shop-old')) } : {}),
      'gitops/apps/bills/a.yaml': toYaml(configMap('bills', { version })),
    });
  };
  const path = (name: string) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  const inventoryPath = `/api/v1/namespaces/${options.inventoryNamespace}/configmaps/inventory.shop`;
  await client.request({ method: 'POST', path: path('').slice(0, -1), body: configMap('theirs') });
  commit('1');
  expect((await sync(options)).outcome).toBe('synced');
  const dataOf = async (at: string) => ((await read(client, at))?.['data'] ?? {}) as Data;
  const objects = (await dataOf(inventoryPath))['objects'] ?? '';
  const damage = (data: unknown) => meddle(client, inventoryPath, { data });
  const version = async (name: string) => (await dataOf(path(name)))['version'];
  const inventory = () => read(client, inventoryPath);
  return { client, namespace, repository, options, commit, path, objects, damage, version, inventory, inventoryPath };
}

type Data = Readonly<Record<string, string>>;

const uidOf = (object: KubeObject | undefined) => object?.metadata.uid;

test.each<[what: string, damaged: (objects: string, namespace: string) => unknown]>([
  ['an object of somebody else is listed', (objects) => ({ objects: objects.replaceAll('shop-old', 'theirs') })],
  ['it is cut off', (objects) => ({ objects: objects.slice(0, 100) })],
  ['its entries are gone', () => ({ objects: null })],
  ['a line is null', (objects) => ({ objects: `${objects}\nnull` })],
  ['it is of another version', () => ({ version: '2' })],
])('%s: the Argo Application fails, nothing of it is changed, and the others go on', async (_what, damaged) => {
  const { client, namespace, repository, options, commit, path, objects, damage, version, inventory } = await start();
  await using _ = repository;
  await damage(damaged(objects, namespace));
  const before = await inventory();
  commit('2');

  const result = await sync({ ...options, pruneOrphaned: true, adopt: true });

  expect(result.outcome).toBe('failed');
  expect(result.applications.map(({ application, outcome }) => [application, outcome]).sort()).toEqual([
    ['bills', 'synced'],
    ['shop', 'failed'],
  ]);
  const failed = result.applications.find(({ application }) => application === 'shop');
  expect(failed?.errors).toMatchObject([
    { code: BROKEN, hint: expect.stringMatching(/kubectl delete configmap|the version of cdk8s-gitops/) },
  ]);
  expect(failed?.message).toContain(`ConfigMap '${options.inventoryNamespace}/inventory.shop'`);
  expect([await version('shop'), await version('bills')]).toEqual(['1', '2']);
  expect(uidOf(await read(client, path('shop-old')))).toBeDefined();
  expect(uidOf(await read(client, path('theirs')))).toBeDefined();
  expect(await inventory()).toEqual(before);
});

test('what comes in a later wave is not tried', async () => {
  const { repository, options, commit, damage, version } = await start();
  await using _ = repository;
  await damage({ objects: null });
  commit('2', 1);

  const { applications } = await sync(options);

  expect(applications.map(({ application, outcome }) => [application, outcome])).toEqual([
    ['shop', 'failed'],
    ['bills', 'blocked'],
  ]);
  expect(await version('bills')).toBe('1');
});

test('the verbs that look tell it, and show the others', async () => {
  const { repository, options, commit, objects, damage } = await start();
  await using _ = repository;
  await damage({ objects: objects.replaceAll('shop-old', 'theirs') });
  commit('2');

  const [looked, differs, past, left] = [
    await status(options),
    await diff(options),
    await history(options),
    await orphans({ ...options, clusters: ['in-cluster'] }),
  ];

  const shop = <T extends { readonly application: string }>(all: readonly T[]) =>
    all.find(({ application }) => application === 'shop');
  expect(shop(looked.applications)).toMatchObject({ state: 'unknown', problems: [{ code: BROKEN }] });
  expect(looked.applications.find(({ application }) => application === 'bills')).toMatchObject({ state: 'behind' });
  expect(shop(differs.applications)).toMatchObject({ changes: [], problems: [{ code: BROKEN }] });
  expect(past.errors).toMatchObject([{ code: BROKEN, application: 'shop', cluster: 'in-cluster' }]);
  expect(past.applications).toMatchObject([{ application: 'bills', revisions: [{ result: 'synced' }] }]);
  expect(left.errors).toMatchObject([{ code: BROKEN, application: 'shop', cluster: 'in-cluster' }]);
  expect(left.unowned.filter(({ object }) => object.name.startsWith('shop'))).toEqual([]);
});

test('a rollback says why it has no history, and rolls back the others', async () => {
  const { repository, options, commit, damage, version } = await start();
  await using _ = repository;
  commit('2');
  await sync(options);
  await damage({ history: null });

  await expect(rollback({ ...options, applications: ['shop'], all: false })).rejects.toMatchObject({ code: BROKEN });
  const { applications, skipped } = await rollback(options);

  expect(applications).toMatchObject([{ application: 'bills', outcome: 'synced' }]);
  expect(skipped).toMatchObject([{ application: 'shop', reason: expect.stringContaining('inventory.shop') }]);
  expect([await version('shop'), await version('bills')]).toEqual(['2', '1']);
});

test('deleting deletes nothing of it, named or not, in Git or not, and deletes the others', async () => {
  const { client, repository, options, path, objects, damage, inventory } = await start();
  await using _ = repository;
  await damage({ objects: objects.replaceAll('shop-old', 'theirs') });
  const remove = (applications?: readonly string[]) =>
    deleteApplications({ ...options, ...(applications ? { applications, all: false } : {}), timeoutMs: 20_000 });

  expect(await remove(['shop'])).toMatchObject({
    outcome: 'failed',
    applications: [{ application: 'shop', outcome: 'failed', inGit: true, objects: [], errors: [{ code: BROKEN }] }],
  });
  const everything = await remove();
  expect(everything.applications.map(({ application, outcome }) => [application, outcome]).sort()).toEqual([
    ['bills', 'deleted'],
    ['shop', 'failed'],
  ]);
  repository.git('rm', '-q', 'gitops/applications/dev/shop.yaml');
  repository.commit('left');
  expect(await remove()).toMatchObject({ applications: [], skipped: [{ application: 'shop' }] });

  for (const name of ['shop', 'shop-old', 'theirs']) expect(uidOf(await read(client, path(name)))).toBeDefined();
  expect(await inventory()).toBeDefined();
});

test('one that left Git is not pruned, with a warning; deleted and adopted as the hint says, it is whole again', async () => {
  const { client, repository, options, commit, path, damage, inventoryPath, version } = await start();
  await using _ = repository;
  await damage({ checksum: 'x' });
  repository.git('rm', '-q', 'gitops/applications/dev/shop.yaml');
  repository.commit('left');
  const warnings: string[] = [];

  const result = await sync({
    ...options,
    pruneOrphaned: true,
    onEvent: (event) => (event.kind === 'warning' ? void warnings.push(event.message) : undefined),
  });

  expect(result).toMatchObject({ outcome: 'unchanged', orphaned: [] });
  expect(warnings).toEqual([expect.stringMatching(/^'shop' is not pruned: .*inventory\.shop/)]);
  expect(uidOf(await read(client, path('shop')))).toBeDefined();
  commit('2');
  await client.request({ method: 'DELETE', path: inventoryPath });
  expect((await sync({ ...options, adopt: true })).outcome).toBe('synced');
  expect(await version('shop')).toBe('2');
  expect(uidOf(await read(client, path('shop-old')))).toBeDefined();
});
