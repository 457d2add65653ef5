import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GitopsError } from '../../src/errors.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { rollback } from '../../src/workflow/rollback.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('sync'), await testClient()];
  const repository = tempRepository();
  const argo = (name: string, wave: number) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: `${namespace}-${name}`,
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
      },
      spec: {
        project: 'default',
        source: { repoURL: `https://git.example.com/${namespace}.git`, path: `gitops/apps/${name}` },
        destination: { name: 'in-cluster', namespace },
        syncPolicy: { automated: { prune: true } },
      },
    });
  const commit = (name: string, wave: number, ...objects: readonly KubeObject[]) =>
    repository.commit(name, {
      [`gitops/applications/dev/${name}.yaml`]: argo(name, wave),
      [`gitops/apps/${name}/all.yaml`]: objects.map((object) => toYaml(object)).join('---\n'),
    });
  const remove = (name: string) => {
    rmSync(join(repository.directory, `gitops/applications/dev/${name}.yaml`));
    rmSync(join(repository.directory, `gitops/apps/${name}`), { recursive: true });
    repository.commit(`without ${name}`);
  };
  const options = {
    repository: repository.directory,
    access: {
      environment: {},
      accessFile: { file: 'access.yaml', clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } },
    },
    inventoryNamespace: `sync-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const exists = async (path: string) => (await read(client, `/api/v1/namespaces/${namespace}/${path}`)) !== undefined;
  return { repository, options, commit, remove, namespace, exists };
}

test('a run whose later wave is blocked ends as what blocked it: unhealthy is no error', async () => {
  const { repository, options, commit, namespace } = await start();
  await using _ = repository;
  commit('sick', 1, deployment(namespace, 'web', { behaviour: 'never-ready' }));
  commit('later', 2, configMap('later'));

  const result = await sync({ ...options, timeoutMs: 1_000 });

  expect(result.applications.map(({ outcome }) => outcome)).toEqual(['unhealthy', 'blocked']);
  expect(result.outcome).toBe('unhealthy');
});

test('what left Git whole is told as pruned only when it was deleted', async () => {
  const { repository, options, commit, remove, exists } = await start();
  await using _ = repository;
  const claim: KubeObject = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  commit('stays', 0, configMap('stays'));
  commit('gone', 0, configMap('gone'));
  commit('kept', 0, claim);
  await sync({ ...options, timeoutMs: 1_000 });
  remove('gone');
  remove('kept');

  const result = await sync({ ...options, pruneOrphaned: true });

  expect(
    Object.fromEntries(result.orphaned.map(({ application, pruned }) => [application.replace(/.*-/, ''), pruned])),
  ).toEqual({
    gone: true,
    kept: false,
  });
  expect([await exists('configmaps/gone'), await exists('persistentvolumeclaims/data')]).toEqual([false, true]);
});

test('interrupted while it reads, it says that nothing was changed', async () => {
  const { repository, options, commit, exists } = await start();
  await using _ = repository;
  commit('a', 0, configMap('a'));

  const interrupted = sync({ ...options, signal: AbortSignal.abort() });

  await expect(interrupted).rejects.toMatchObject({
    code: 'INTERRUPTED',
    message: 'interrupted before anything was changed',
  });
  await expect(interrupted).rejects.toBeInstanceOf(GitopsError);
  expect(await exists('configmaps/a')).toBe(false);
});

test('a name that nothing has is refused, although other names are found', async () => {
  const { repository, options, commit, namespace, exists } = await start();
  await using _ = repository;
  commit('a', 0, configMap('a'));

  const misspelt = sync({
    ...options,
    all: false,
    applications: [`${namespace}-a`, 'bakcend'],
    clusters: ['in-cluster'],
  });

  await expect(misspelt).rejects.toMatchObject({
    code: 'WORKFLOW_NOTHING_SELECTED',
    message: expect.stringMatching(/^no application 'bakcend' in revision '[0-9a-f]{7}'$/),
  });
  expect(await exists('configmaps/a')).toBe(false);
});

test('a rollback does not call orphaned what the older revision did not have yet', async () => {
  const { repository, options, commit, namespace } = await start();
  await using _ = repository;
  commit('a', 0, configMap('a', { version: '1' }));
  await sync(options);
  commit('a', 0, configMap('a', { version: '2' }));
  commit('newer', 0, configMap('newer'));
  await sync(options);

  const result = await rollback({ ...options, all: false, applications: [`${namespace}-a`] });

  expect(result).toMatchObject({ outcome: 'synced', orphaned: [] });
});
