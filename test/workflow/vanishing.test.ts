import { randomBytes } from 'node:crypto';
import { toYaml } from '../../src/manifest/yaml.js';
import type { PlanOptions } from '../../src/workflow/api/options.js';
import { diff } from '../../src/workflow/diff.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';

// What a generator does not find any more left Git whole; without the guards its objects would be deleted.
afterEach(closeClients);

const URL = 'https://git.example.com/a.git';
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A repository whose ApplicationSet makes an Argo Application for each folder of `apps/`, synced once. */
async function start(policy: object = {}) {
  const [client, namespace, cluster] = [await testClient(), await testNamespace('vanishing'), await testCluster()];
  const repository = tempRepository();
  const set = (name: string, generator: object) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name, namespace: 'argocd' },
      spec: {
        goTemplate: true,
        generators: [generator],
        syncPolicy: policy,
        template: {
          metadata: { name: `${namespace}-{{ .path.basename }}` },
          spec: {
            project: 'default',
            source: { repoURL: URL, path: '{{ .path.path }}' },
            destination: { name: 'in-cluster', namespace },
          },
        },
      },
    });
  const folders = set('folders', { git: { repoURL: URL, revision: 'HEAD', directories: [{ path: 'apps/*' }] } });
  repository.commit('first', {
    'sets.yaml': folders,
    ...Object.fromEntries(NAMES.map((name) => [`apps/${name}/map.yaml`, toYaml(configMap(name))])),
  });
  const options: PlanOptions = {
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
    inventoryNamespace: `vanishing-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  expect((await sync(options)).applications.map(({ outcome }) => outcome)).toEqual(NAMES.map(() => 'synced'));
  const live = async () => {
    const { body } = await client.request<{ items: { metadata: { name: string } }[] }>({
      method: 'GET',
      path: `/api/v1/namespaces/${namespace}/configmaps`,
    });
    return body.items
      .map(({ metadata }) => metadata.name)
      .filter((name) => NAMES.includes(name))
      .join('');
  };
  const remove = (...names: readonly string[]) => {
    repository.git('rm', '-r', '-q', ...names.map((name) => `apps/${name}`));
    repository.commit('removed');
  };
  return { repository, options, namespace, live, remove, pullRequests: () => set('previews', { pullRequest: {} }) };
}

test('a generator that suddenly finds much less deletes nothing without a flag, and what it does not find any more is told', async () => {
  const { repository, options, namespace, live, remove } = await start();
  await using _ = repository;
  remove('a', 'b', 'c', 'd', 'e', 'f');

  const shown = await diff({ ...options, pruneOrphaned: true });
  expect(shown.orphaned.map(({ application }) => application)).toHaveLength(6);
  expect(shown.applications.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual([
    'WORKFLOW_APPLICATIONS_VANISH',
  ]);
  expect((await sync(options)).orphaned).toHaveLength(6);
  await expect(sync({ ...options, pruneOrphaned: true })).rejects.toMatchObject({
    code: 'WORKFLOW_APPLICATIONS_VANISH',
    message: `6 Argo Applications are no longer in Git, more than 5: '${namespace}-a', '${namespace}-b', '${namespace}-c', …`,
    hint: expect.stringContaining('--max-prune-applications 6'),
  });
  expect(await live()).toBe('abcdefgh');

  await sync({ ...options, pruneOrphaned: true, maxPruneApplications: 6 });
  expect(await live()).toBe('gh');
});

test('where it is not known what an ApplicationSet makes, nothing is taken for one that is gone', async () => {
  const { repository, options, live, remove, pullRequests } = await start();
  await using _ = repository;
  repository.write({ 'previews.yaml': pullRequests() });
  remove('a');

  await expect(sync({ ...options, pruneOrphaned: true })).rejects.toMatchObject({
    code: 'WORKFLOW_APPLICATIONS_VANISH',
    message: expect.stringContaining("what ApplicationSet 'previews' makes"),
  });
  expect(await live()).toBe('abcdefgh');
});

test.each([
  { preserveResourcesOnDeletion: true },
  { applicationsSync: 'create-only' },
  { applicationsSync: 'create-update' },
])('an ApplicationSet with %j keeps what it made', async (policy) => {
  const { repository, options, live, remove } = await start(policy);
  await using _ = repository;
  remove('a', 'b');

  await sync({ ...options, pruneOrphaned: true });

  expect(await live()).toBe('abcdefgh');
});
