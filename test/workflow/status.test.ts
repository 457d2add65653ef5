import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, meddle } from '../helpers/engine.js';
import { createAs } from '../helpers/managers.js';
import { syncedRepository } from '../helpers/synced-repository.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

/** Values that the API server writes its own way. */
function deployment(namespace: string) {
  const container = {
    name: 'web',
    image: 'registry.example.com/web:1',
    resources: { requests: { cpu: '1000m', memory: '2048Mi' } },
  };
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
    access: {
      environment: {},
      accessFile: { file: 'access.yaml', clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } },
    },
    inventoryNamespace: `status-${randomBytes(4).toString('hex')}`,
    all: true,
  };
  const look = async () => (await status(options)).applications[0];

  expect(await look()).toMatchObject({ state: 'never', drift: [] });

  await sync(options);
  expect(await look()).toMatchObject({ state: 'synced', health: 'Healthy', drift: [], synced: { subject: 'first' } });

  await meddle(
    client,
    `/apis/apps/v1/namespaces/${namespace}/deployments/web/scale`,
    { spec: { replicas: 3 } },
    'kubectl',
  );
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/settings` });
  expect((await look())?.drift).toEqual([
    { object: expect.objectContaining({ name: 'settings' }), reason: 'deleted by hand', fields: [], managers: [] },
    {
      object: expect.objectContaining({ name: 'web' }),
      reason: 'changed by hand',
      fields: ['spec.replicas'],
      managers: ['kubectl'],
    },
  ]);

  repository.commit('second', { 'gitops/apps/shop/settings.yaml': toYaml(configMap('settings', { version: '2' })) });
  expect(await look()).toMatchObject({ state: 'behind', synced: { subject: 'first' } });
});

test('tells what left Git and stays, with the reason, until it is gone', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('status')];
  const { repository, options, commit } = await syncedRepository(namespace);
  await using _ = repository;
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'claim', annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
  };
  const stays = configMap('stays', {}, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } });
  commit('first', [configMap('a'), configMap('b'), configMap('goes'), configMap('freed'), stays, claim]);
  await sync(options);
  commit('second', [configMap('a'), configMap('b')]);
  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/freed`, {
    metadata: { labels: { 'applyset.kubernetes.io/part-of': null } },
  });
  const retained = async () => {
    const [found] = (await status(options)).applications;
    return found?.retained.map(({ object, reason }) => `${object.name}: ${reason}`).sort();
  };
  const reasons = [
    'claim: a PersistentVolumeClaim is deleted only with --prune-protected',
    'stays: its sync option Prune=false',
  ];

  expect(await retained()).toEqual([reasons[0], 'freed: it no longer carries our label', reasons[1]]);
  await sync(options);
  expect(await retained()).toEqual(reasons);
  await sync({ ...options, pruneProtected: true });
  expect(await retained()).toEqual(reasons.slice(1));
});

test('what Argo CD delivers is verified and has its health before anything of it was synced', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('status')];
  const { repository, options, commit } = await syncedRepository(namespace);
  await using _ = repository;
  const manifests = [configMap('a', { ours: '1' }), service(namespace)];
  commit('first', manifests);
  for (const object of manifests) {
    const annotations = {
      'argocd.argoproj.io/tracking-id': `${namespace}:/${object.kind}:${namespace}/${object.metadata.name}`,
    };
    const collection = `/api/v1/namespaces/${namespace}/${object.kind.toLowerCase()}s`;
    await createAs(client, 'argocd-controller', collection, {
      ...object,
      metadata: { ...object.metadata, annotations },
    });
  }

  expect((await verify(options)).applications).toMatchObject([
    { verified: true, objects: 2, differences: [], problems: [] },
  ]);
  expect((await status(options)).applications).toMatchObject([{ state: 'never', health: 'Healthy', unhealthy: [] }]);

  await meddle(client, `/api/v1/namespaces/${namespace}/configmaps/a`, { data: { ours: '2' } }, 'argocd-controller');
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/services/web` });
  expect((await verify(options)).applications).toMatchObject([
    { verified: false, differences: [{ reason: 'differs' }, { reason: 'missing' }] },
  ]);
  expect((await status(options)).applications).toMatchObject([
    { health: 'Missing', unhealthy: [{ object: { name: 'web' } }] },
  ]);
});

function service(namespace: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  };
}
