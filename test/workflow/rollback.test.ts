import { randomBytes } from 'node:crypto';
import { toYaml } from '../../src/manifest/yaml.js';
import { rollback } from '../../src/workflow/rollback.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

async function start() {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('rollback'), await testClient()];
  const repository = tempRepository();
  const argo = (name: string) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `${namespace}-${name}`, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/${name}` },
        destination: { name: 'in-cluster', namespace },
        syncPolicy: { automated: { prune: true } },
      },
    });
  const options = {
    repository: repository.directory,
    access: {
      environment: {},
      accessFile: { file: 'access.yaml', clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } },
    },
    inventoryNamespace: `rollback-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const commit = (message: string, version: string, names: readonly string[] = ['a']) =>
    repository.commit(
      message,
      Object.fromEntries(
        names.flatMap((name) => [
          [`gitops/applications/dev/${name}.yaml`, argo(name)],
          [`gitops/apps/${name}/settings.yaml`, toYaml(configMap(name, { version }))],
        ]),
      ),
    );
  const live = async (name = 'a') =>
    (await read(client, `/api/v1/namespaces/${namespace}/configmaps/${name}`))?.['data'];
  return { repository, options, commit, live, namespace };
}

test('goes back to the last good revision and holds the bad one off, until something newer is committed', async () => {
  const { repository, options, commit, live } = await start();
  await using _ = repository;
  const good = commit('good', '1');
  await sync(options);
  commit('bad', '2');
  await sync(options);

  const result = await rollback(options);

  expect(result).toMatchObject({ outcome: 'synced', revision: { commit: good } });
  expect(await live()).toEqual({ version: '1' });
  expect((await sync(options)).outcome).toBe('held');
  expect(await live()).toEqual({ version: '1' });
  commit('better', '3');
  expect((await sync(options)).outcome).toBe('synced');
  expect(await live()).toEqual({ version: '3' });
});

test('a revision that was never synced is no way back', async () => {
  const { repository, options, commit, live } = await start();
  await using _ = repository;
  const never = commit('never synced', '0');
  commit('first', '1');
  await sync(options);

  await expect(rollback(options)).rejects.toMatchObject({
    code: 'WORKFLOW_NOT_SYNCED',
    message: expect.stringContaining('no earlier synced revision'),
  });
  await expect(rollback({ ...options, to: never })).rejects.toMatchObject({ code: 'WORKFLOW_NOT_SYNCED' });
  expect(await live()).toEqual({ version: '1' });
});

test('applications whose last good revisions differ are not rolled back together by guess', async () => {
  const { repository, options, commit, namespace } = await start();
  await using _ = repository;
  commit('one', '1', ['a', 'b']);
  await sync(options);
  const only = (name: string) => ({ ...options, all: false, applications: [`${namespace}-${name}`] });
  commit('two', '2', ['a', 'b']);
  await sync(only('a'));
  commit('three', '3', ['a', 'b']);
  await sync(options);

  await expect(rollback(options)).rejects.toMatchObject({
    code: 'WORKFLOW_NOT_SYNCED',
    hint: expect.stringContaining('--to'),
  });
});
