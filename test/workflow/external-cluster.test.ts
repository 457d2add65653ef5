import { randomBytes } from 'node:crypto';
import { Cluster } from '../../src/model/cluster.js';
import { Environment } from '../../src/model/environment.js';
import { remove } from '../../src/model/patch.js';
import { check } from '../../src/workflow/check.js';
import { sync } from '../../src/workflow/sync.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { tempRepository } from '../helpers/temp-repository.js';
import { repository as newRepository, Web } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();
afterEach(closeClients);

test('a cluster whose Secret somebody else makes is known to check and to sync, and nothing is written for Argo CD', async () => {
  const [cluster, client] = [await testCluster(), await testClient()];
  const namespace = await testNamespace('external');
  await using repository = tempRepository();
  const root = newRepository();
  const edge = Cluster.kubeconfig(root, 'edge', {
    context: 'edge',
    server: 'https://edge.example.com',
    destinationName: 'edge-1',
    secret: 'external',
  });
  new Web(root).overlay(new Environment(root, 'prod', { cluster: edge }), {
    namespace,
    patches: ({ web }) => [remove(web)],
  });
  await synthRepository({ repository: root, directory: repository.directory, kustomize: kustomize(), commit: {} });

  const { findings } = await check({ repository: repository.directory });
  const { applications } = await sync({
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters: { 'edge-1': { kubeconfig: cluster.userKubeconfig } } } },
    inventoryNamespace: `verbs-${randomBytes(4).toString('hex')}`,
    all: true,
  });

  expect(findings).toEqual([]);
  expect(applications).toMatchObject([{ application: 'web-prod', cluster: 'edge-1', outcome: 'synced' }]);
  expect(repository.git('ls-files', 'gitops/clusters', 'gitops/argocd').trim()).toBe(
    'gitops/argocd/clusters/edge.yaml',
  );
  const { body } = await client.request<{ readonly data: object }>({
    method: 'GET',
    path: `/api/v1/namespaces/${namespace}/configmaps/web`,
  });
  expect(body.data).toEqual({ host: '' });
});
