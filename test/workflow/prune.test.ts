import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, type EngineOptions, meddle, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

// Every test removes an object from Git, and would lose it from the cluster without the guard it is about.
afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('prune')];
  const engine = new Engine(client);
  const path = (name: string): string => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  /** First everything, then without what left Git. */
  const first = async (...objects: readonly KubeObject[]) =>
    expect((await engine.sync([argoApplication(namespace, objects)], { commit: 'first' })).result.outcome).toBe(
      'synced',
    );
  const next = (objects: readonly KubeObject[], options: EngineOptions = {}) =>
    engine.sync([argoApplication(namespace, objects)], { commit: 'then', ...options });
  return { client, namespace, engine, path, first, next };
}

const refusals = (result: {
  readonly refused: readonly { readonly object: { readonly name: string }; readonly reason: string }[];
}): string[] => result.refused.map(({ object, reason }) => `${object.name}: ${reason}`);

test('an object whose label was removed by hand stays, is reported, and is forgotten', async () => {
  const { client, engine, namespace, path, first, next } = await start();
  await first(configMap('kept'), configMap('left'));
  await meddle(client, path('left'), { metadata: { labels: { 'applyset.kubernetes.io/part-of': null } } });

  const { result } = await next([configMap('kept')]);

  expect(refusals(result)).toEqual(['left: it no longer carries our label']);
  expect(await read(client, path('left'))).toBeDefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['kept']);
});

test('an object that somebody deleted and made again stays', async () => {
  const { client, path, first, next } = await start();
  await first(configMap('kept'), configMap('left'));
  const { metadata } = (await read(client, path('left')))!;
  await client.request({ method: 'DELETE', path: path('left') });
  await client.request({
    method: 'POST',
    path: path('').slice(0, -1),
    body: configMap('left', {}, { labels: metadata.labels }),
  });

  const { result } = await next([configMap('kept')]);

  expect(refusals(result)).toEqual(['left: replaced by another object of that name']);
  expect(await read(client, path('left'))).toBeDefined();
});

test('nothing is deleted while a kind cannot be listed', async () => {
  const { client, engine, namespace, path, first } = await start();
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'left' },
    spec: { ports: [{ port: 80 }] },
  };
  await first(configMap('kept'), configMap('left'), service);
  const { client: faulty, proxy } = await faultyClient();
  proxy.decide = ({ method, path: asked }) =>
    method === 'GET' && asked.endsWith('/services') ? { kind: 'answer', status: 403 } : undefined;

  const { result } = await new Engine(faulty, engine.inventoryNamespace).sync([
    argoApplication(namespace, [configMap('kept')]),
  ]);

  expect(refusals(result)).toEqual([
    'left: nothing is deleted while Service cannot be listed',
    'left: nothing is deleted while Service cannot be listed',
  ]);
  expect(await read(client, path('left'))).toBeDefined();
  expect((await engine.inventory(namespace))?.entries).toHaveLength(3);
});

test('nothing is deleted after an apply failed', async () => {
  const { client, engine, namespace, path, first } = await start();
  await first(configMap('changed'), configMap('left'));
  const { client: faulty, proxy } = await faultyClient();
  proxy.decide = ({ method, path: asked, query }) =>
    method === 'PATCH' && asked.endsWith('/changed') && !query.has('dryRun')
      ? { kind: 'answer', status: 422 }
      : undefined;

  const { result } = await new Engine(faulty, engine.inventoryNamespace).sync([
    argoApplication(namespace, [configMap('changed', { v: '2' })]),
  ]);

  expect(result).toMatchObject({ outcome: 'failed', deleted: 0 });
  expect(await read(client, path('left'))).toBeDefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['changed', 'left']);
});

test('nothing is deleted while something is not healthy', async () => {
  const { client, namespace, path, first, next } = await start();
  await first(configMap('left'));

  const { result } = await next([deployment(namespace, 'web', { behaviour: 'never-ready' })], { timeoutMs: 1_500 });

  expect(result).toMatchObject({ outcome: 'unhealthy', deleted: 0 });
  expect(await read(client, path('left'))).toBeDefined();
});

test('the last object is deleted only when that is said', async () => {
  const { client, path, first, next } = await start();
  await first(configMap('left'));

  expect((await next([])).problems).toEqual(['CLUSTER_PRUNE_EMPTY']);
  expect(await read(client, path('left'))).toBeDefined();

  expect((await next([], { allowEmpty: true })).result).toMatchObject({ outcome: 'synced', deleted: 1 });
  expect(await read(client, path('left'))).toBeUndefined();
});

test('more than half of six objects, or more than the given number, stop the sync before it changes anything', async () => {
  const { client, path, first, next } = await start();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  await first(...names.map((name) => configMap(name)));

  expect((await next([configMap('a', { v: '2' }), configMap('b')])).problems).toEqual(['CLUSTER_PRUNE_LIMIT']);
  expect(
    (
      await next(
        names.slice(2).map((name) => configMap(name)),
        { maxPrune: 1 },
      )
    ).problems,
  ).toEqual(['CLUSTER_PRUNE_LIMIT']);
  expect(await read(client, path('a'))).not.toHaveProperty('data');
  expect(await read(client, path('h'))).toBeDefined();

  expect((await next([configMap('a'), configMap('b')], { maxPrunePercent: 75 })).result).toMatchObject({ deleted: 6 });
});

test('volumes, Namespaces and CustomResourceDefinitions are deleted only when asked', async () => {
  const { client, namespace, engine, next } = await start();
  const claim: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
  };
  const other: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `${namespace}-other` } };
  // A claim without a volume is never healthy, and yet recorded.
  await next([configMap('kept'), claim, other], { timeoutMs: 500 });

  const { result } = await next([configMap('kept')]);

  expect(refusals(result).sort()).toEqual([
    'data: a PersistentVolumeClaim is deleted only with --prune-protected',
    `${namespace}-other: a Namespace is deleted only with --prune-protected`,
  ]);
  expect(await read(client, `/api/v1/namespaces/${namespace}/persistentvolumeclaims/data`)).toBeDefined();
  expect((await engine.inventory(namespace))?.entries).toHaveLength(3);

  expect((await next([configMap('kept')], { pruneProtected: true })).result).toMatchObject({
    outcome: 'synced',
    deleted: 2,
    refused: [],
  });
  const claimNow = await read(client, `/api/v1/namespaces/${namespace}/persistentvolumeclaims/data`);
  expect(claimNow === undefined || claimNow.metadata.deletionTimestamp !== undefined).toBe(true);
});

test('the inventory namespace is never deleted', async () => {
  const { client, engine, namespace } = await start();
  const own = (objects: readonly KubeObject[], options: EngineOptions) =>
    engine.sync([argoApplication(namespace, objects)], options);
  await own([configMap('kept')], {});
  await own(
    [configMap('kept'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: engine.inventoryNamespace } }],
    { adopt: true },
  );

  const { result } = await own([configMap('kept')], { pruneProtected: true });

  expect(refusals(result)).toEqual([`${engine.inventoryNamespace}: this namespace is never deleted`]);
  expect(
    (await read(client, `/api/v1/namespaces/${engine.inventoryNamespace}`))?.metadata.deletionTimestamp,
  ).toBeUndefined();
});

test.each<{ annotation: Record<string, string>; reason: string }>([
  { annotation: { 'argocd.argoproj.io/sync-options': 'Prune=false' }, reason: 'its sync option Prune=false' },
  {
    annotation: { 'argocd.argoproj.io/sync-options': 'Validate=false, Prune=confirm' },
    reason:
      'its sync option Prune=confirm: deleted with --confirm-prune, or once argocd.argoproj.io/deletion-approved says when',
  },
  { annotation: { 'helm.sh/resource-policy': 'keep' }, reason: 'its annotation helm.sh/resource-policy: keep' },
])('an object that asks to stay does: $reason', async ({ annotation, reason }) => {
  const { client, path, first, next } = await start();
  await first(configMap('kept'), configMap('left', {}, { annotations: annotation }));

  expect(refusals((await next([configMap('kept')])).result)).toEqual([`left: ${reason}`]);
  expect((await next([configMap('kept')])).result.outcome).toBe('unchanged');
  expect(await read(client, path('left'))).toBeDefined();
});

test('an object that asks for a confirmation goes when it is given, by an option or by an approval after the last run', async () => {
  const { client, engine, namespace, path, first, next } = await start();
  const annotations = { 'argocd.argoproj.io/sync-options': 'Prune=confirm' };
  const left = (name: string) => configMap(name, {}, { annotations });
  await first(configMap('kept'), left('one'), left('two'));
  const approved = (deletionApproved: string) =>
    engine.sync([{ ...argoApplication(namespace, [configMap('kept')]), deletionApproved }]);

  expect(refusals((await approved('2020-01-01T00:00:00Z')).result)).toHaveLength(2);
  expect(refusals((await approved('2099-01-01T00:00:00Z')).result)).toHaveLength(2);
  expect(
    (await engine.sync([argoApplication(namespace, [configMap('kept'), left('two')])], { confirmPrune: true })).result
      .deleted,
  ).toBe(1);
  expect((await approved(new Date().toISOString())).result.deleted).toBe(1);
  expect((await next([configMap('kept')])).result.outcome).toBe('unchanged');
  expect(await read(client, path('one'))).toBeUndefined();
});

test('an object that belongs to another object stays', async () => {
  const { client, path, first, next } = await start();
  await first(configMap('kept'), configMap('left'));
  const { uid } = (await read(client, path('kept')))!.metadata;
  await meddle(client, path('left'), {
    metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'kept', uid }] },
  });

  expect(refusals((await next([configMap('kept')])).result)).toEqual(['left: belongs to ConfigMap kept']);
  expect(await read(client, path('left'))).toBeDefined();
});

test('an object that another Argo Application tracks stays', async () => {
  const { client, namespace, path, first, next } = await start();
  await first(configMap('kept'), configMap('left'));
  await meddle(client, path('left'), {
    metadata: { annotations: { 'argocd.argoproj.io/tracking-id': `other:/ConfigMap:${namespace}/left` } },
  });

  expect(refusals((await next([configMap('kept')])).result)).toEqual(["left: tracked by the Argo Application 'other'"]);
  expect(await read(client, path('left'))).toBeDefined();
});

test('an object that moves to another Argo Application in the same run is handed over, not deleted', async () => {
  const { client, namespace, engine, path } = await start();
  const both = (from: readonly KubeObject[], to: readonly KubeObject[]) => [
    argoApplication(namespace, from, { name: `${namespace}-from` }),
    argoApplication(namespace, to, { name: `${namespace}-to` }),
  ];
  await engine.sync(both([configMap('a'), configMap('moves')], [configMap('b')]));
  const uid = (await read(client, path('moves')))?.metadata.uid;

  const { results } = await engine.sync(both([configMap('a')], [configMap('b'), configMap('moves')]));

  expect(results.map(({ outcome, deleted, updated }) => ({ outcome, deleted, updated }))).toEqual([
    { outcome: 'synced', deleted: 0, updated: 0 },
    { outcome: 'synced', deleted: 0, updated: 1 },
  ]);
  expect((await read(client, path('moves')))?.metadata.uid).toBe(uid);
  expect((await engine.inventory(`${namespace}-to`))?.entries.map(({ name }) => name)).toEqual(['b', 'moves']);
  expect(
    (await engine.sync(both([configMap('a')], [configMap('b'), configMap('moves')]))).results.map(
      ({ outcome }) => outcome,
    ),
  ).toEqual(['unchanged', 'unchanged']);
});

test('nothing is deleted when pruning is off, by option or by the sync policy', async () => {
  const { client, namespace, engine, path, first, next } = await start();
  await first(configMap('kept'), configMap('left'));

  expect(refusals((await next([configMap('kept')], { prune: false })).result)).toEqual(['left: pruning is off']);
  const manual = argoApplication(namespace, [configMap('kept')], { spec: { syncPolicy: { automated: {} } } });
  expect(refusals((await engine.sync([manual])).result)).toEqual(['left: pruning is off']);
  expect(await read(client, path('left'))).toBeDefined();

  expect((await engine.sync([manual], { prune: true })).result).toMatchObject({ deleted: 1 });
});

test('what left Git whole is reported, and deleted only when asked', async () => {
  const { client, namespace, engine, path } = await start();
  const [stays, goes] = [
    argoApplication(namespace, [configMap('kept')]),
    argoApplication(namespace, [configMap('left')], { name: `${namespace}-goes` }),
  ];
  await engine.sync([stays, goes]);

  const reported = await engine.sync([stays]);
  expect(reported.planned.orphans.map(({ application }) => application)).toEqual([`${namespace}-goes`]);
  expect(await read(client, path('left'))).toBeDefined();
  expect(
    (await engine.sync([stays], { elsewhere: [`${namespace}-goes`], pruneOrphaned: true })).planned.orphans,
  ).toEqual([]);
  expect(await read(client, path('left'))).toBeDefined();

  const { results } = await engine.sync([stays], { pruneOrphaned: true });
  expect(results.map(({ application, outcome, deleted }) => [application, outcome, deleted])).toContainEqual([
    `${namespace}-goes`,
    'synced',
    1,
  ]);
  expect(await read(client, path('left'))).toBeUndefined();
  expect(await engine.inventory(`${namespace}-goes`)).toBeUndefined();
});

test('an inventory of another repository is neither orphaned nor usable', async () => {
  const { client, namespace, engine, path } = await start();
  const foreign = argoApplication(namespace, [configMap('left')], {
    spec: { source: { repoURL: 'https://git.example.com/team/another.git' } },
  });
  await engine.sync([foreign]);

  const run = await engine.sync([argoApplication(namespace, [configMap('mine')], { name: `${namespace}-mine` })], {
    pruneOrphaned: true,
  });
  expect(run.planned.orphans).toEqual([]);
  expect((await engine.sync([argoApplication(namespace, [configMap('kept')])])).problems).toEqual([
    'CLUSTER_INVENTORY_FOREIGN',
  ]);
  expect(await read(client, path('left'))).toBeDefined();
});
