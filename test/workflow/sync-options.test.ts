import type { ApplicationSyncPolicy } from '../../src/argocd/application/application.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { customKind } from '../helpers/custom-kind.js';
import { argoApplication, configMap, Engine, type EngineOptions, meddle, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

async function start(suffix = '') {
  const [client, base] = [await testClient(), await testNamespace('options')];
  const namespace = `${base}${suffix}`;
  const engine = new Engine(client);
  const sync = (objects: readonly KubeObject[], syncPolicy: ApplicationSyncPolicy = {}, options: EngineOptions = {}) =>
    engine.sync([argoApplication(namespace, objects, { spec: { syncPolicy } })], options);
  const get = (path: string) => read(client, `/api/v1/namespaces/${namespace}${path}`);
  return { client, engine, namespace, sync, get };
}

const annotated = (object: KubeObject, options: string): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { 'argocd.argoproj.io/sync-options': options } },
});
const misspelt = { ...configMap('a', { a: '1' }), dta: { a: '2' } };

describe('Validate=false', () => {
  test.each<[where: string, object: KubeObject, syncOptions: string[]]>([
    ['on the object', annotated(misspelt, 'Validate=false'), []],
    ['of the application', misspelt, ['Validate=false']],
  ])('%s lets unknown fields pass, and they are no difference afterwards', async (_, object, syncOptions) => {
    const { sync } = await start();

    expect((await sync([misspelt])).problems).toEqual(['CLUSTER_INVALID']);
    expect((await sync([object], { syncOptions })).result.outcome).toBe('synced');
    expect((await sync([object], { syncOptions })).result.outcome).toBe('unchanged');
  });

  test("the object's own option comes first", async () => {
    const { sync } = await start();

    expect((await sync([annotated(misspelt, 'Validate=true')], { syncOptions: ['Validate=false'] })).problems).toEqual([
      'CLUSTER_INVALID',
    ]);
  });
});

describe('CreateNamespace with managedNamespaceMetadata', () => {
  const syncOptions = ['CreateNamespace=true'];
  const managed = (labels: Record<string, string>, annotations: Record<string, string> = {}) => ({
    syncOptions,
    managedNamespaceMetadata: { labels, annotations },
  });

  test('makes the namespace with them, keeps them up to date, and leaves those of others', async () => {
    const { client, namespace, sync, get } = await start('-new');
    const objects = [configMap('a')];

    expect((await sync(objects, managed({ team: 'a', tier: 'web' }, { owner: 'me' }))).result.outcome).toBe('synced');
    expect((await get(''))?.metadata).toMatchObject({
      labels: { team: 'a', tier: 'web' },
      annotations: { owner: 'me' },
    });
    await meddle(client, `/api/v1/namespaces/${namespace}`, {
      metadata: { labels: { theirs: 'yes', tier: 'by-hand' } },
    });
    expect((await sync(objects, managed({ team: 'a', tier: 'web' }, { owner: 'me' }))).result.outcome).toBe('synced');
    expect((await get(''))?.metadata.labels).toMatchObject({ theirs: 'yes', tier: 'web' });
    await sync(objects, managed({ team: 'b' }));

    const { labels, annotations } = (await get(''))!.metadata;
    expect(labels).toMatchObject({ theirs: 'yes', team: 'b' });
    expect(labels).not.toHaveProperty('tier');
    expect(annotations?.['owner']).toBeUndefined();
    expect((await sync(objects, managed({ team: 'b' }))).result.outcome).toBe('unchanged');
  });

  test('without CreateNamespace they have no effect, as in Argo CD', async () => {
    const { sync, get } = await start();

    await sync([configMap('a')], { managedNamespaceMetadata: { labels: { team: 'a' } } });

    expect((await get(''))?.metadata.labels).not.toHaveProperty('team');
  });

  test('two Argo Applications may label one namespace, and it is pruned with neither', async () => {
    const { engine, namespace, get } = await start('-new');
    const one = (name: string, labels: Record<string, string>, ...objects: KubeObject[]) =>
      argoApplication(namespace, objects, { name: `${namespace}-${name}`, spec: { syncPolicy: managed(labels) } });

    await engine.sync([one('a', { a: '1' }, configMap('a'))]);
    await engine.sync([one('a', { a: '1' }, configMap('a')), one('b', { b: '1' }, configMap('b'))]);
    expect((await get(''))?.metadata.labels).toMatchObject({ a: '1', b: '1' });
    await engine.sync([one('a', { a: '1' }), one('b', { b: '1' }, configMap('b'))], {
      allowEmpty: true,
      pruneProtected: true,
    });

    expect(await get('/configmaps/a')).toBeUndefined();
    expect((await get(''))?.metadata.deletionTimestamp).toBeUndefined();
  });
});

describe('Replace=true', () => {
  test('creates, and on a change puts the manifest in the place of what was there', async () => {
    const { client, namespace, sync, get } = await start();
    const replaced = (a: string) => annotated(configMap('a', { a }), 'Replace=true');
    expect((await sync([replaced('1')])).result).toMatchObject({ outcome: 'synced', created: 1 });
    await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { theirs: 'yes' } }, 'controller');
    const { uid } = (await get('/configmaps/a'))!.metadata;

    expect((await sync([replaced('1')])).result.outcome).toBe('unchanged');
    expect((await sync([replaced('2')])).result).toMatchObject({ outcome: 'synced', updated: 1 });

    expect(await get('/configmaps/a')).toMatchObject({ metadata: { uid }, data: { a: '2' } });
    expect((await get('/configmaps/a'))?.['data']).not.toHaveProperty('theirs');
    expect((await sync([replaced('2')])).result.outcome).toBe('unchanged');
  });

  test('takes what others own, which an apply alone would not', async () => {
    const { client, namespace, sync, get } = await start();
    await sync([configMap('a', { a: '1' })]);
    await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { a: '9' } }, 'controller');

    expect((await sync([configMap('a', { a: '2' })])).problems).toEqual(['CLUSTER_FIELD_CONFLICT']);
    expect((await sync([configMap('a', { a: '2' })], { syncOptions: ['Replace=true'] })).result.outcome).toBe('synced');
    expect((await get('/configmaps/a'))?.['data']).toEqual({ a: '2' });
  });

  test('together with Force=true a change deletes and creates', async () => {
    const { sync, get } = await start();
    const forced = (a: string) => annotated(configMap('a', { a }), 'Replace=true,Force=true');
    await sync([forced('1')]);
    const { uid } = (await get('/configmaps/a'))!.metadata;

    expect((await sync([forced('1')])).result.outcome).toBe('unchanged');
    expect((await sync([forced('2')])).result).toMatchObject({ outcome: 'synced', recreated: 1 });

    expect((await get('/configmaps/a'))?.metadata.uid).not.toBe(uid);
  });
});

describe('SkipDryRunOnMissingResource=true', () => {
  const widget = (group: string): KubeObject =>
    ({ apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'a' }, spec: { size: 1 } }) as KubeObject;

  test('lets an object wait for a kind that somebody brings during the sync', async () => {
    const { client, namespace, engine, sync } = await start();
    const group = `${namespace}.example.com`;
    const skipping = annotated(widget(group), 'SkipDryRunOnMissingResource=true');
    expect((await sync([widget(group)])).problems).toEqual(['CLUSTER_UNKNOWN_KIND']);

    const { result } = await sync(
      [configMap('first'), skipping],
      {},
      {
        onEvent: (event) => {
          if (event.kind === 'done' && event.object.name === 'first') {
            void client.request({
              method: 'POST',
              path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
              body: customKind(group),
            });
          }
        },
      },
    );

    expect(result).toMatchObject({ outcome: 'synced', created: 2 });
    expect((await sync([configMap('first'), skipping])).result.outcome).toBe('unchanged');
    expect((await engine.inventory(namespace))?.entries.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Widget',
    ]);
  });
});

test('PrunePropagationPolicy=orphan leaves what a pruned object had made', async () => {
  const { client, namespace, sync } = await start();
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const prune = { syncOptions: ['PrunePropagationPolicy=orphan'] };
  await sync([deployment(namespace, 'web'), configMap('a')], prune);

  expect((await sync([configMap('a')], prune)).result).toMatchObject({ outcome: 'synced', deleted: 1 });

  while (await read(client, `${apps}/deployments/web`)) await new Promise((resolve) => setTimeout(resolve, 50));
  const { items } = (await client.request<{ items: KubeObject[] }>({ method: 'GET', path: `${apps}/replicasets` }))
    .body;
  expect(items.map(({ metadata }) => [metadata.ownerReferences, metadata.deletionTimestamp])).toEqual([
    [undefined, undefined],
  ]);
});
