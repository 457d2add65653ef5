import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { diff } from '../../src/workflow/diff.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../helpers/engine.js';
import { createAs } from '../helpers/managers.js';
import { syncedRepository } from '../helpers/synced-repository.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

const POINTER = { group: '', kind: 'ConfigMap', jsonPointers: ['/data/theirs'] };
const RESPECT = ['RespectIgnoreDifferences=true'];

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(50);
}

function isSeen(object: KubeObject | undefined): boolean {
  const { observedGeneration } = (object?.['status'] ?? {}) as { readonly observedGeneration?: number };
  return observedGeneration === object?.metadata.generation;
}

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('ignore')];
  const engine = new Engine(client);
  const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
  const sync = (objects: readonly KubeObject[], rules: readonly object[], syncOptions: readonly string[] = []) =>
    engine.sync([
      argoApplication(namespace, objects, { spec: { ignoreDifferences: rules as never, syncPolicy: { syncOptions } } }),
    ]);
  const dataOf = async () => (await read(client, path))?.['data'];
  return { client, namespace, engine, path, sync, dataOf };
}

test.each<[what: string, rule: object]>([
  ['a JSON pointer', POINTER],
  [
    'a jq expression',
    { group: '*', kind: 'Config*', jqPathExpressions: ['.data | to_entries[] | error', '.data["theirs"]'] },
  ],
  ['a manager', { group: '', kind: 'ConfigMap', managedFieldsManagers: ['controller'] }],
])('what %s names is no difference, whoever changed it and whatever Git says of it', async (_, rule) => {
  const { client, path, sync, dataOf } = await start();
  await sync([configMap('a', { ours: '1', theirs: '1' })], [rule]);
  await meddle(client, path, { data: { theirs: '2' } }, 'controller');

  expect((await sync([configMap('a', { ours: '1', theirs: '1' })], [rule])).result.updated).toBe(0);
  expect((await sync([configMap('a', { ours: '1', theirs: '1' })], [rule])).result.outcome).toBe('unchanged');
  expect((await sync([configMap('a', { ours: '1', theirs: '3' })], [rule])).result.updated).toBe(0);
  expect(await dataOf()).toEqual({ ours: '1', theirs: '2' });
});

test('when something else changes, Git wins over whoever owns the ignored field, as in Argo CD', async () => {
  const { client, path, sync, dataOf } = await start();
  await sync([configMap('a', { ours: '1', theirs: '1' })], [POINTER]);
  await meddle(client, path, { data: { theirs: '2' } }, 'controller');

  expect((await sync([configMap('a', { ours: '2', theirs: '1' })], [POINTER])).result.updated).toBe(1);

  expect(await dataOf()).toEqual({ ours: '2', theirs: '1' });
});

test('a conflict in another field stays one', async () => {
  const { client, path, sync } = await start();
  await sync([configMap('a', { ours: '1', theirs: '1' })], [POINTER]);
  await meddle(client, path, { data: { ours: '9', theirs: '9' } }, 'controller');

  const { problems, messages } = await sync([configMap('a', { ours: '1', theirs: '1' })], [POINTER]);

  expect(problems).toEqual(['CLUSTER_FIELD_CONFLICT']);
  expect(messages[0]).toContain('data.ours');
});

test.each<
  [owner: string, change: (client: Awaited<ReturnType<typeof testClient>>, path: string) => Promise<void>, left: string]
>([
  ['somebody else', (client, path) => meddle(client, path, { data: { theirs: '2' } }, 'controller'), '2'],
  ['nobody but us', async () => {}, '1'],
])('with RespectIgnoreDifferences the live value stays when %s owns it', async (_, change, left) => {
  const { client, path, sync, dataOf } = await start();
  await sync([configMap('a', { ours: '1', theirs: '1' })], [POINTER], RESPECT);
  await change(client, path);

  expect((await sync([configMap('a', { ours: '2', theirs: '5' })], [POINTER], RESPECT)).result.outcome).toBe('synced');
  expect(await dataOf()).toEqual({ ours: '2', theirs: left });
  expect((await sync([configMap('a', { ours: '3' })], [POINTER], RESPECT)).result.outcome).toBe('synced');
  expect(await dataOf()).toEqual({ ours: '3', theirs: left });
  expect((await sync([configMap('a', { ours: '3' })], [POINTER], RESPECT)).result.outcome).toBe('unchanged');
});

test.each<[owner: string, scale: boolean, left: number]>([
  ['an autoscaler', true, 4],
  ['nobody but Argo CD', false, 2],
])('with RespectIgnoreDifferences a takeover leaves replicas that %s owns', async (_, scale, left) => {
  const { client, namespace, engine } = await start();
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const web = deployment(namespace, 'web');
  const tracked = {
    ...web.metadata,
    annotations: { 'argocd.argoproj.io/tracking-id': `${namespace}:apps/Deployment:${namespace}/web` },
  };
  await createAs(client, 'argocd-controller', path, {
    ...web,
    metadata: tracked,
    spec: { ...(web['spec'] as object), replicas: 2 },
  });
  if (scale) await meddle(client, `${path}/web/scale`, { spec: { replicas: 4 } }, 'autoscaler');
  const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }];
  const application = argoApplication(namespace, [web], {
    spec: { ignoreDifferences, syncPolicy: { syncOptions: RESPECT } },
  });

  expect((await engine.sync([application], { ownership: { takeover: true } })).result).toMatchObject({
    outcome: 'synced',
    updated: 1,
  });

  expect(await read(client, `${path}/web`)).toMatchObject({ spec: { replicas: left } });
});

test('without the rule it is a difference again', async () => {
  const { sync, dataOf } = await start();
  await sync([configMap('a', { theirs: '1' })], [POINTER]);
  await sync([configMap('a', { theirs: '2' })], [POINTER]);
  expect(await dataOf()).toEqual({ theirs: '1' });

  expect((await sync([configMap('a', { theirs: '2' })], [])).result.updated).toBe(1);

  expect(await dataOf()).toEqual({ theirs: '2' });
});

test('an expression that does not compile stops the sync', async () => {
  const { sync } = await start();
  const rule = { group: '*', kind: '*', jqPathExpressions: ['.data['] };
  await sync([configMap('a', { ours: '1' })], []);

  expect((await sync([configMap('a', { ours: '2' })], [rule])).problems).toEqual(['ENGINE_JQ_FAILED']);
});

test('all expressions that do not compile are told before the first write, also when they concern nothing that exists', async () => {
  const { client, namespace, sync } = await start();
  const broken = { group: '*', kind: 'ConfigMap', jqPathExpressions: ['.data[', '.data.fine'] };
  const other = { group: 'apps', kind: 'Deployment', jqPathExpressions: ['nothing(1)', '.data['] };
  const { writes } = client.statistics;

  const { problems, messages } = await sync([configMap('a', { ours: '1' })], [broken, other]);

  expect(problems).toEqual(['ENGINE_JQ_FAILED', 'ENGINE_JQ_FAILED']);
  expect(messages).toEqual([
    `'.data[' in the ignored differences of '${namespace}' does not compile: unexpected EOF`,
    `'nothing(1)' in the ignored differences of '${namespace}' does not compile: function not defined: nothing/1`,
  ]);
  expect(client.statistics.writes).toBe(writes);
});

test('a required field of a keyed list is kept', async () => {
  const { client, namespace, sync } = await start();
  const rule = {
    group: 'apps',
    kind: 'Deployment',
    jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "web") | .image'],
  };
  const web = (metadata: object = {}): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...metadata },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    },
  });
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
  const updated = { spec: { template: { spec: { containers: [{ name: 'web', image: 'web:9' }] } } } };
  await sync([web()], [rule], RESPECT);
  await meddle(client, path, updated, 'image-updater', 'application/strategic-merge-patch+json');
  // Its controller notes the revision: between a list and a dry run that would be a change of its own.
  await until(async () => isSeen(await read(client, path)));

  expect((await sync([web()], [rule], RESPECT)).result.updated).toBe(0);
  expect((await sync([web({ labels: { changed: 'yes' } })], [rule], RESPECT)).result.outcome).toBe('synced');
  expect(await read(client, path)).toMatchObject({ metadata: { labels: { changed: 'yes' } }, ...updated });
});

test('a rule of argocd-cm in Git holds in every verb, of Secrets too', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('ignore')];
  await using git = await syncedRepository(namespace);
  const data = { 'resource.customizations.ignoreDifferences.all': 'jqPathExpressions: [.data.theirs]' };
  git.repository.write({
    'gitops/argocd/settings.yaml': toYaml({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'argocd-cm' },
      data,
    }),
  });
  const secret = (theirs: string): KubeObject =>
    ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { ours: '1', theirs } }) as KubeObject;
  git.commit('first', [configMap('a', { ours: '1', theirs: '1' }), secret('1')]);
  await sync(git.options);
  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { theirs: '2' } }, 'controller');
  await meddle(client, `/api/v1/namespaces/${namespace}/secrets/s`, { stringData: { theirs: '2' } }, 'controller');
  git.commit('second', [configMap('a', { ours: '1', theirs: '3' }), secret('3')]);

  expect((await diff(git.options)).changed).toBe(false);
  expect((await status(git.options)).applications).toMatchObject([{ drift: [] }]);
  expect((await verify(git.options)).applications).toMatchObject([{ differences: [] }]);
  expect((await sync(git.options)).applications).toMatchObject([{ updated: 0, kept: 2 }]);
  expect((await sync(git.options)).outcome).toBe('unchanged');
});
