import { randomBytes } from 'node:crypto';
import { toYaml } from '../../src/manifest/yaml.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, meddle } from '../helpers/engine.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

/** Values that the API server writes its own way. */
function deployment(namespace: string) {
  const container = { name: 'web', image: 'registry.example.com/web:1', resources: { requests: { cpu: '1000m', memory: '2048Mi' } } };
  const template = { metadata: { labels: { app: 'web' } }, spec: { hostNetwork: false, containers: [container] } };
  const spec = { replicas: 1, minReadySeconds: 0, selector: { matchLabels: { app: 'web' } }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace }, spec };
}

test('tells what was never synced, what drifted in which field and by whom, and what is behind', async () => {
  const [cluster, namespace, client] = [await testCluster(), await testNamespace('status'), await testClient()];
  await using repository = tempRepository();
  repository.commit('first', {
    'gitops/applications/dev/shop.yaml': toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: namespace, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop' },
        destination: { name: 'in-cluster', namespace },
      },
    }),
    'gitops/apps/shop/web.yaml': toYaml(deployment(namespace)),
    'gitops/apps/shop/settings.yaml': toYaml(configMap('settings')),
  });
  const options = {
    repository: repository.directory,
    access: { environment: {}, accessFile: { file: 'access.yaml', clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
    inventoryNamespace: `status-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const look = async () => (await status(options)).applications[0];

  expect(await look()).toMatchObject({ state: 'never', drift: [] });

  await sync(options);
  expect(await look()).toMatchObject({ state: 'synced', health: 'Healthy', drift: [], synced: { subject: 'first' } });

  await meddle(client, `/apis/apps/v1/namespaces/${namespace}/deployments/web/scale`, { spec: { replicas: 3 } }, 'kubectl');
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/settings` });
  expect((await look())?.drift).toEqual([
    { object: expect.objectContaining({ name: 'settings' }), reason: 'deleted by hand', fields: [], managers: [] },
    { object: expect.objectContaining({ name: 'web' }), reason: 'changed by hand', fields: ['spec.replicas'], managers: ['kubectl'] },
  ]);

  repository.commit('second', { 'gitops/apps/shop/settings.yaml': toYaml(configMap('settings', { version: '2' })) });
  expect(await look()).toMatchObject({ state: 'behind', synced: { subject: 'first' } });
});
