import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../src/manifest/canonical.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { type RollbackOptions, rollback } from '../../src/workflow/rollback.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

/**
 * Two Argo Applications with overlays of one base, as synth writes them, or with plain manifests, which need
 * no engine; with ownership manifests.
 */
async function start(kind: 'overlays' | 'plain' = 'plain') {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('revert'), await testClient()];
  const repository = tempRepository();
  const argo = (name: string) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `${namespace}-${name}`, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: `gitops/apps/shop/overlays/${name}` },
        destination: { name: 'in-cluster', namespace },
      },
    });
  const overlay = (name: string, version: string, more: readonly string[] = []): Record<string, string> => ({
    [`applications/dev/${name}.yaml`]: argo(name),
    ...(kind === 'plain'
      ? {
          [`apps/shop/overlays/${name}/settings.yaml`]: toYaml(configMap(`settings-${name}`, { shared: 'x', version })),
        }
      : kustomized(name, version, more)),
  });
  const kustomized = (name: string, version: string, more: readonly string[]) => ({
    [`apps/shop/overlays/${name}/kustomization.yaml`]: toYaml({
      resources: ['../../base', ...more],
      nameSuffix: `-${name}`,
      patches: [
        {
          target: { kind: 'ConfigMap', name: 'settings' },
          patch: toYaml([{ op: 'add', path: '/data/version', value: version }]),
        },
      ],
    }),
    ...Object.fromEntries(more.map((file) => [`apps/shop/overlays/${name}/${file}`, toYaml(configMap('extra'))])),
  });
  const base = (shared: string): Record<string, string> => ({
    'apps/shop/base/kustomization.yaml': toYaml({ resources: ['settings.yaml'] }),
    'apps/shop/base/settings.yaml': toYaml(configMap('settings', { shared })),
  });
  const commit = (message: string, files: Readonly<Record<string, string>>) => {
    repository.git('rm', '-r', '-q', '--ignore-unmatch', 'gitops');
    const sorted = Object.entries(files).sort(([left], [right]) => (left < right ? -1 : 1));
    const manifest = { version: 1, files: Object.fromEntries(sorted.map(([path, text]) => [path, sha256(text)])) };
    const owned = { ...files, '.gitops/applications/shop.json': `${JSON.stringify(manifest, undefined, 2)}\n` };
    return repository.commit(
      message,
      Object.fromEntries(Object.entries(owned).map(([path, text]) => [`gitops/${path}`, text])),
    );
  };
  const options: RollbackOptions = {
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
    cacheDirectory: join(repository.directory, '..', 'cache'),
    inventoryNamespace: `revert-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const only = (...names: readonly string[]): RollbackOptions => ({
    ...options,
    all: false,
    applications: names.map((name) => `${namespace}-${name}`),
  });
  const live = async (name: string) =>
    (await read(client, `/api/v1/namespaces/${namespace}/configmaps/settings-${name}`))?.['data'];
  const onDisk = (path: string) => readFileSync(join(repository.directory, path), 'utf8');
  return { repository, namespace, options, only, overlay, base, commit, live, onDisk };
}

test('commits exactly the files of the rolled back Argo Application as they were, and the next sync changes nothing', async () => {
  const { repository, namespace, options, only, overlay, base, commit, live, onDisk } = await start('overlays');
  await using _ = repository;
  const good = commit('good', { ...base('x'), ...overlay('a', '1'), ...overlay('b', '1') });
  await sync(options);
  const goodFile = onDisk('gitops/apps/shop/overlays/a/kustomization.yaml');
  const bad = commit('bad', { ...base('x'), ...overlay('a', '2', ['extra.yaml']), ...overlay('b', '2') });
  await sync(options);
  repository.write({ 'notes.txt': 'mine, and not committed' });

  const result = await rollback({ ...only('a'), commit: true });

  expect(result).toMatchObject({
    outcome: 'synced',
    revision: { commit: good },
    revert: { branch: 'main', push: 'git push origin main' },
  });
  expect(repository.git('rev-parse', 'HEAD')).toBe(result.revert?.commit);
  expect(repository.git('rev-parse', 'HEAD^')).toBe(bad);
  expect(repository.git('diff', '--name-status', 'HEAD^', 'HEAD').split('\n')).toEqual([
    'M\tgitops/.gitops/applications/shop.json',
    'D\tgitops/apps/shop/overlays/a/extra.yaml',
    'M\tgitops/apps/shop/overlays/a/kustomization.yaml',
  ]);
  expect(onDisk('gitops/apps/shop/overlays/a/kustomization.yaml')).toBe(goodFile);
  expect(repository.git('status', '--porcelain')).toBe('?? notes.txt');
  const owned = JSON.parse(onDisk('gitops/.gitops/applications/shop.json')) as { files: Record<string, string> };
  expect(Object.keys(owned.files)).not.toContain('apps/shop/overlays/a/extra.yaml');
  for (const [path, hash] of Object.entries(owned.files)) expect(sha256(onDisk(`gitops/${path}`))).toBe(hash);
  expect(repository.git('log', '-1', '--format=%B')).toContain(`- ${namespace}-a`);

  const next = await sync(options);
  expect(next.applications.map(({ created, updated, deleted }) => created + updated + deleted)).toEqual([0, 0]);
  expect([await live('a'), await live('b')]).toEqual([
    { shared: 'x', version: '1' },
    { shared: 'x', version: '2' },
  ]);
  expect((await sync(options)).outcome).toBe('unchanged'); // the hold is lifted
});

test('files that others share are put back only together with those, and nothing is changed otherwise', async () => {
  const { repository, namespace, options, only, overlay, base, commit, live } = await start('overlays');
  await using _ = repository;
  commit('good', { ...base('x'), ...overlay('a', '1'), ...overlay('b', '1') });
  await sync(options);
  const bad = commit('bad', { ...base('y'), ...overlay('a', '1'), ...overlay('b', '1') });
  await sync(options);

  await expect(rollback({ ...only('a'), commit: true })).rejects.toMatchObject({
    code: 'WORKFLOW_REVERT_REFUSED',
    message: expect.stringContaining(`'${namespace}-b'`),
  });
  expect([await live('a'), repository.git('rev-parse', 'HEAD')]).toEqual([{ shared: 'y', version: '1' }, bad]);

  const { outcome, revert } = await rollback({ ...options, commit: true });
  expect(outcome).toBe('synced');
  expect(revert?.paths).toEqual(['gitops/.gitops/applications/shop.json', 'gitops/apps/shop/base/settings.yaml']);
  expect(await live('b')).toEqual({ shared: 'x', version: '1' });
});

test('uncommitted changes in the output stop it before anything is changed', async () => {
  const { repository, options, overlay, base, commit, live } = await start();
  await using _ = repository;
  commit('good', { ...base('x'), ...overlay('a', '1') });
  await sync(options);
  const bad = commit('bad', { ...base('x'), ...overlay('a', '2') });
  await sync(options);
  repository.write({ 'gitops/apps/shop/base/settings.yaml': toYaml(configMap('settings', { shared: 'mine' })) });

  await expect(rollback({ ...options, commit: true })).rejects.toMatchObject({ code: 'WORKFLOW_OUTPUT_DIRTY' });

  expect([await live('a'), repository.git('rev-parse', 'HEAD')]).toEqual([{ shared: 'x', version: '2' }, bad]);
});

test('somebody who commits meanwhile wins: the clusters are back, Git is as they left it, and a second run commits', async () => {
  const { repository, options, overlay, base, commit, onDisk } = await start();
  await using _ = repository;
  commit('good', { ...base('x'), ...overlay('a', '1') });
  await sync(options);
  commit('bad', { ...base('x'), ...overlay('a', '2') });
  await sync(options);
  const before = onDisk('gitops/apps/shop/overlays/a/settings.yaml');
  let theirs = '';

  const result = await rollback({
    ...options,
    commit: true,
    onEvent: ({ kind }) => {
      if (kind === 'started') theirs = repository.commit('theirs', { 'x.txt': 'x' });
    },
  });

  expect(result).toMatchObject({ outcome: 'synced', revert: { paths: [], problem: { code: 'GIT_COMMIT_RACE' } } });
  expect(repository.git('rev-parse', 'HEAD')).toBe(theirs);
  expect(onDisk('gitops/apps/shop/overlays/a/settings.yaml')).toBe(before);
  expect(repository.git('status', '--porcelain')).toBe('');

  const good = repository.git('rev-parse', 'HEAD~2');
  expect((await rollback({ ...options, to: good, commit: true })).revert?.paths).toHaveLength(2);
});

test('one that has nothing to go back to is told, the others go back', async () => {
  const { repository, namespace, options, overlay, base, commit, live } = await start();
  await using _ = repository;
  commit('good', { ...base('x'), ...overlay('a', '1') });
  await sync(options);
  commit('bad', { ...base('x'), ...overlay('a', '2'), ...overlay('b', '2') });
  await sync(options);

  const { outcome, applications, skipped } = await rollback(options);

  expect(outcome).toBe('synced');
  expect(applications.map(({ application }) => application)).toEqual([`${namespace}-a`]);
  expect(skipped).toEqual([
    { application: `${namespace}-b`, reason: "it has no earlier synced revision in 'in-cluster'" },
  ]);
  expect([await live('a'), await live('b')]).toEqual([
    { shared: 'x', version: '1' },
    { shared: 'x', version: '2' },
  ]);
});
