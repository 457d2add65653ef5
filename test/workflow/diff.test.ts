import type { KubeObject } from '../../src/manifest/kube-object.js';
import { diff } from '../../src/workflow/diff.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap, meddle } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

const secret = (password: string, more: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'credentials' },
  stringData: { password, ...more },
});

test('shows what a sync would change, and afterwards that nothing is left', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('diff')];
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('settings', { a: '1', b: '2' }), configMap('old'), deployment(namespace, 'web')]);
  const before = await diff(git.options);
  expect(before).toMatchObject({ changed: true, clusters: [{ writes: 0 }] });
  expect(before.applications[0]?.changes.map(({ action, object }) => `${action} ${object.name}`)).toEqual([
    'create old',
    'create settings',
    'create web',
  ]);
  await sync(git.options);
  expect(await diff(git.options)).toMatchObject({ changed: false, applications: [{ changes: [], kept: 3 }] });

  git.commit('second', [configMap('settings', { a: '1', b: '3' }), deployment(namespace, 'web', { replicas: 2 })]);
  const { applications, changed } = await diff(git.options);

  expect(changed).toBe(true);
  const [settings, web, old] = applications[0]!.changes;
  expect(settings).toMatchObject({ action: 'update', reason: 'manifest changed', simulated: false });
  expect(settings?.text).toBe(`--- live/ConfigMap ${namespace}/settings
+++ git/ConfigMap ${namespace}/settings
@@ -5,4 +5,4 @@
   namespace: ${namespace}
 data:
   a: '1'
-  b: '2'
+  b: '3'
`);
  expect(web?.text.split('\n').filter((line) => /^[-+] /.test(line))).toEqual(['-  replicas: 1', '+  replicas: 2']);
  expect(old).toMatchObject({ action: 'delete', reason: 'left Git' });

  await sync(git.options);
  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/settings`, { data: { a: 'by hand' } });
  expect((await diff(git.options)).applications[0]?.changes).toEqual([
    expect.objectContaining({
      action: 'update',
      reason: 'drifted',
      notes: [expect.stringMatching(/^takes data\.a back from 'kubectl-edit' since /)],
    }),
  ]);
});

test('hooks are listed in the order in which they run, whatever their names and the order of the files', async () => {
  const namespace = await testNamespace('diff');
  await using git = await syncedRepository(namespace);
  const hook = (name: string, phases: string, wave = 0) =>
    configMap(
      name,
      {},
      { annotations: { 'argocd.argoproj.io/hook': phases, 'argocd.argoproj.io/sync-wave': String(wave) } },
    );
  git.commit('first', [
    hook('a', 'SyncFail'),
    hook('b', 'PostSync'),
    hook('c', 'PreSync', 1),
    hook('d', 'PreSync'),
    hook('e', 'PreSync,PostSync', -1),
  ]);

  const { applications } = await diff(git.options);

  expect(applications[0]?.hooks?.map(({ object, phase }) => `${phase} ${object.name}`)).toEqual([
    'PreSync e',
    'PreSync d',
    'PreSync c',
    'PostSync e',
    'PostSync b',
    'SyncFail a',
  ]);
});

test('what comes in a namespace of the same run is simulated, and checked nevertheless', async () => {
  const namespace = `${await testNamespace('diff')}-fresh`;
  await using git = await syncedRepository(namespace, ['CreateNamespace=true']);
  git.commit('first', [configMap('a')]);
  expect((await diff(git.options)).applications[0]?.changes).toEqual([
    expect.objectContaining({ action: 'create', simulated: true }),
  ]);

  git.commit('broken', [
    configMap('a'),
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { portz: [] } },
  ]);
  expect((await diff(git.options)).applications[0]?.problems).toEqual([
    expect.objectContaining({ code: 'CLUSTER_INVALID', message: expect.stringContaining('portz') }),
  ]);
});

test('values of Secrets are in no diff, event, error or inventory; that they changed is', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('secret')];
  await using git = await syncedRepository(namespace);
  const seen: unknown[] = [];
  const options = { ...git.options, onEvent: (event: unknown) => seen.push(event) };
  git.commit('first', [secret('hunter2', { same: 'constant-value' })]);
  seen.push(await diff(options), await sync(options));
  expect((await sync(options)).outcome).toBe('unchanged');

  git.commit('second', [secret('correct horse', { same: 'constant-value', copy: 'constant-value' })]);
  const { applications } = await diff(options);
  seen.push(applications, await sync(options), await sync(options));
  git.commit('third', [{ ...secret('battery staple'), metadata: { name: 'Not_A_Name' } }]);
  seen.push(await sync(options).catch((error: unknown) => [String(error), JSON.stringify(error)]));
  seen.push(
    await client.request({ method: 'GET', path: `/api/v1/namespaces/${git.options.inventoryNamespace}/configmaps` }),
  );

  const text = JSON.stringify(seen);
  for (const value of ['hunter2', 'correct horse', 'battery staple', 'constant-value']) {
    expect(text).not.toContain(value);
    expect(text).not.toContain(Buffer.from(value).toString('base64'));
  }
  const lines = applications[0]!.changes[0]!.text.split('\n');
  const token = (key: string, sign: string) =>
    lines.find((line) => line.startsWith(`${sign}  ${key}: `))?.split(': ')[1];
  expect(token('password', '-')).not.toBe(token('password', '+'));
  expect(token('copy', '+')).toBe(token('same', ' '));
});

test('a changed Secret is found by its values alone, also when only somebody else changed it', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('secret')];
  await using git = await syncedRepository(namespace);
  git.commit('first', [secret('one')]);
  await sync(git.options);

  git.commit('second', [secret('two')]);
  expect(await sync(git.options)).toMatchObject({ outcome: 'synced', applications: [{ updated: 1 }] });
  await meddle(client, `/api/v1/namespaces/${namespace}/secrets/credentials`, { stringData: { password: 'three' } });
  expect(await sync(git.options)).toMatchObject({ outcome: 'synced', applications: [{ updated: 1 }] });
  expect(await sync(git.options)).toMatchObject({ outcome: 'unchanged' });
});

test('verify proves the content without trusting the inventory, and tells what is not as committed', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('verify')];
  await using git = await syncedRepository(namespace);
  git.commit('first', [configMap('a', { v: '1' }), configMap('b'), configMap('c')]);
  expect(await verify(git.options)).toMatchObject({
    verified: false,
    applications: [{ differences: [{ reason: 'missing' }, { reason: 'missing' }, { reason: 'missing' }] }],
  });
  await sync(git.options);
  expect(await verify(git.options)).toMatchObject({
    verified: true,
    applications: [{ objects: 3, differences: [], unhealthy: [] }],
    clusters: [{ writes: 0 }],
  });

  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { v: 'x' } });
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/b` });
  git.commit('second', [configMap('a', { v: '1' }), configMap('b')]);

  const { verified, applications } = await verify(git.options);
  expect(verified).toBe(false);
  expect(applications[0]?.differences.map(({ object, reason }) => `${object.name} ${reason}`)).toEqual([
    'a differs',
    'b missing',
    'c left Git and is still there',
  ]);
});

test('what is made again is compared in the fields of Git: defaults do not go', async () => {
  const namespace = await testNamespace('diff');
  await using git = await syncedRepository(namespace);
  const job = (image: string, cpu: string): KubeObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', annotations: { 'argocd.argoproj.io/sync-options': 'Force=true' } },
    spec: {
      parallelism: 1,
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image, resources: { requests: { cpu } } }] },
      },
    },
  });
  git.commit('first', [job('registry.example.com/web:1', '1000m')]);
  await sync(git.options);
  git.commit('second', [job('registry.example.com/web:2', '1.0')]);

  const [change] = (await diff(git.options)).applications[0]!.changes;

  expect(change).toMatchObject({ action: 'recreate', simulated: false });
  expect(change?.text.split('\n').filter((line) => /^[-+] /.test(line))).toEqual([
    '-          image: registry.example.com/web:1',
    '+          image: registry.example.com/web:2',
  ]);
});
