import { randomBytes } from 'node:crypto';
import { toYaml } from '../../src/manifest/yaml.js';
import { deleteApplications } from '../../src/workflow/delete.js';
import { orphans } from '../../src/workflow/orphans.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { HELM, helm, packChart, startFileServer } from '../helpers/chart-servers.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { read } from '../helpers/engine.js';
import { HELM_COMMAND, needs } from '../helpers/needs.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

// docs/pruning.md: an inventory belongs to the Git repository that has the Argo Application, not to its source.

const TEMPLATE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\n';

needs(
  HELM !== undefined,
  HELM_COMMAND,
).test('two repositories with Applications of one chart do not prune, list, take or delete what the other one has', async () => {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('chart'), await testClient()];
  await using charts = await helmRepository();
  await using ours = repositoryOf('https://git.example.com/team/ours.git');
  await using theirs = repositoryOf('https://git.example.com/team/theirs.git');
  const application = (name: string) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `${namespace}-${name}`, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: charts.url, chart: 'web', targetRevision: '1.0.0' },
        destination: { name: 'in-cluster', namespace },
      },
    });
  const options = {
    access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
    inventoryNamespace: `chart-${randomBytes(4).toString('hex')}`,
    all: true,
    pruneOrphaned: true,
  };
  const at = ({ directory }: { readonly directory: string }) => ({ ...options, repository: directory });
  const [here, there] = [at(ours), at(theirs)];
  const live = async (name: string) =>
    (await read(client, `/api/v1/namespaces/${namespace}/configmaps/${namespace}-${name}`)) !== undefined;
  theirs.commit('theirs', { 'argo/theirs.yaml': application('theirs') });
  ours.commit('ours', { 'argo/a.yaml': application('a'), 'argo/b.yaml': application('b') });
  await sync(there);

  expect(await sync(here)).toMatchObject({ outcome: 'synced', orphaned: [] });
  expect(await live('theirs')).toBe(true);
  expect(await orphans(here)).toMatchObject({ applications: [], unowned: [] });
  await expect(
    deleteApplications({ ...here, applications: [`${namespace}-theirs`], clusters: ['in-cluster'], all: false }),
  ).rejects.toMatchObject({ code: 'CLUSTER_INVENTORY_FOREIGN' });

  // What left our own Git is pruned as before, although its source is a chart.
  ours.git('rm', '-q', 'argo/b.yaml');
  ours.commit('b leaves');
  expect(await sync(here)).toMatchObject({ outcome: 'synced', orphaned: [{ application: `${namespace}-b` }] });
  expect([await live('theirs'), await live('a'), await live('b')]).toEqual([true, true, false]);

  // The name of theirs is not taken, although chart and objects are the same.
  ours.commit('theirs, too', { 'argo/theirs.yaml': application('theirs') });
  await expect(sync(here)).rejects.toMatchObject({
    code: 'CLUSTER_INVENTORY_FOREIGN',
    message: expect.stringContaining('git.example.com/team/theirs'),
  });
  expect(await sync(there)).toMatchObject({ outcome: 'unchanged', orphaned: [] });
});

function repositoryOf(url: string) {
  const repository = tempRepository();
  repository.git('remote', 'add', 'origin', url);
  return repository;
}

async function helmRepository() {
  const server = await startFileServer();
  packChart(server.folder, 'web', '1.0.0', { 'templates/map.yaml': TEMPLATE });
  helm(server.folder, 'repo', 'index', server.folder);
  return { url: server.url, [Symbol.asyncDispose]: () => server.stop() };
}
