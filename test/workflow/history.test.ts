import { execFileSync } from 'node:child_process';
import { history } from '../../src/workflow/history.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, faultyClient, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

test('tells the last ten runs that changed something: commit, who, which pipeline, how long, how it ended', async () => {
  const namespace = await testNamespace('history');
  const { repository, options, commit } = await syncedRepository(namespace);
  await using _ = repository;
  const run = { actor: 'alice', pipeline: 'https://ci.example.com/7' };
  let last = '';
  for (let number = 1; number <= 12; number += 1) {
    last = commit(`change ${number}`, [configMap('a', { v: String(number) })]);
    await sync({ ...options, ...run });
  }
  await sync({ ...options, ...run });
  commit('broken', [
    configMap('a', { v: 'x' }),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Not a name' } },
  ]);
  await expect(sync({ ...options, ...run })).rejects.toMatchObject({ code: 'CLUSTER_INVALID' });

  const [found] = (await history(options)).applications;

  expect(found?.revisions).toHaveLength(10);
  expect(found?.revisions.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 10 }, (_unused, index) => `change ${12 - index}`),
  );
  expect(found?.revisions[0]).toMatchObject({
    commit: last,
    action: 'sync',
    result: 'synced',
    ...run,
    created: 0,
    updated: 1,
    deleted: 0,
  });
  expect(found?.revisions[0]?.seconds).toBeGreaterThanOrEqual(0);
  expect(Date.parse(found?.revisions[0]?.started ?? '')).toBeGreaterThan(Date.now() - 60_000);
  expect((await history({ ...options, limit: 3 })).applications[0]?.revisions).toHaveLength(3);
});

test('people read it with kubectl: a line for each object with its UID and hashes', async () => {
  const [cluster, namespace] = [await testCluster(), await testNamespace('history')];
  const engine = new Engine(await testClient());
  await engine.sync([argoApplication(namespace, [configMap('a'), configMap('b')])]);
  const kubectl = (...command: readonly string[]) =>
    execFileSync(
      cluster.kubectl,
      ['--kubeconfig', cluster.userKubeconfig, '-n', engine.inventoryNamespace, ...command],
      { encoding: 'utf8' },
    );

  expect(kubectl('get', 'configmaps', '-l', 'cdk8s-gitops.io/inventory=true', '-o', 'name').split('\n')).toContain(
    `configmap/inventory.${namespace}`,
  );
  const lines = kubectl('get', 'configmap', `inventory.${namespace}`, '-o', 'jsonpath={.data.objects}').split('\n');
  const hash = expect.stringMatching(/^[\w-]{22}$/);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    ['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      group: '',
      kind: 'ConfigMap',
      namespace,
      name,
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      manifest: hash,
      live: hash,
    })),
  );
});

test('what is about to happen is written down before the first object is touched', async () => {
  const namespace = await testNamespace('history');
  const engine = new Engine(await testClient());
  await engine.sync([argoApplication(namespace, [configMap('changed', { v: '1' }), configMap('goes')])]);
  const { client, proxy } = await faultyClient();
  proxy.decide = ({ method, path, query }) =>
    method === 'PATCH' && path.includes(`/${namespace}/`) && !query.has('dryRun')
      ? { kind: 'answer', status: 422, message: 'stop here' }
      : undefined;

  await new Engine(client, engine.inventoryNamespace).sync(
    [argoApplication(namespace, [configMap('changed', { v: '2' }), configMap('new')])],
    {
      commit: 'next',
    },
  );

  const writes = proxy.requests.filter(({ method, query }) => method !== 'GET' && !query.has('dryRun'));
  const pending = writes.find(({ path }) => path.endsWith(`/inventory.${namespace}`));
  const { data } = JSON.parse(pending?.body ?? '{}') as { data: Record<string, string> };
  expect(JSON.parse(data['operation'] ?? '{}')).toMatchObject({ commit: 'next', action: 'sync' });
  const entries = data['objects']?.split('\n').map((line) => JSON.parse(line) as { name: string; live?: string });
  expect(entries?.map(({ name, live }) => `${name}${live ? '' : '?'}`)).toEqual(['changed?', 'goes', 'new?']);
  const first = writes.findIndex(({ path }) => path.includes(`/namespaces/${namespace}/`));
  expect(writes.indexOf(pending!)).toBeLessThan(first);
});
