import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeconfigEndpoint } from '../../src/cluster/access/kubeconfig.js';
import { acquireLease } from '../../src/cluster/execute/lease.js';
import { inventoryName } from '../../src/cluster/inventory/name.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { type SyncOptions, sync } from '../../src/workflow/sync.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, meddle } from '../helpers/engine.js';
import { installApplications } from '../helpers/install-applications.js';
import { applyAs } from '../helpers/managers.js';
import { tempRepository } from '../helpers/temp-repository.js';

afterEach(closeClients);

/**
 * A kubeconfig of a service account that may do anything in these namespaces, and see no Applications: to it
 * the cluster is another one, without Argo CD.
 */
async function spokeKubeconfig(admin: KubeClient, namespaces: readonly string[]): Promise<string> {
  const [home] = namespaces;
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'pipeline' } };
  await admin.request({ method: 'POST', path: `/api/v1/namespaces/${home}/serviceaccounts`, body: account });
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  for (const namespace of namespaces) {
    const rbac = `/apis/${apiVersion}/namespaces/${namespace}`;
    const metadata = { name: 'pipeline', namespace };
    const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    await admin.request({ method: 'POST', path: `${rbac}/roles`, body: { apiVersion, kind: 'Role', metadata, rules } });
    const subjects = [{ kind: 'ServiceAccount', name: 'pipeline', namespace: home }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pipeline' };
    await admin.request({
      method: 'POST',
      path: `${rbac}/rolebindings`,
      body: { apiVersion, kind: 'RoleBinding', metadata, subjects, roleRef },
    });
  }
  const { body } = await admin.request<{ status: { token: string } }>({
    method: 'POST',
    path: `/api/v1/namespaces/${home}/serviceaccounts/pipeline/token`,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  });
  const { userKubeconfig } = await testCluster();
  const { server, certificateAuthority = '' } = await kubeconfigEndpoint({
    cluster: 'test',
    files: [userKubeconfig],
    environment: {},
  });
  const file = join(temporaryFolder(), 'kubeconfig');
  const named = (name: string, more: object) => [{ name, ...more }];
  writeFileSync(
    file,
    toYaml({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'spoke',
      clusters: named('spoke', {
        cluster: { server, 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') },
      }),
      users: named('pipeline', { user: { token: body.status.token } }),
      contexts: named('spoke', { context: { cluster: 'spoke', user: 'pipeline' } }),
    }),
  );
  return file;
}

test('what the Argo CD of another cluster delivers is refused without --takeover, also when that shows only under the lock', async () => {
  const [client, namespace, inventoryNamespace] = [
    await testClient(),
    await testNamespace('spoke'),
    await testNamespace('spoke-state'),
  ];
  await installApplications(client);
  await using repository = tempRepository();
  const application = (name: string, destination: string, path: string) =>
    toYaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example.com/a.git', path },
        destination: { name: destination, namespace },
      },
    });
  const commit = (v: string) =>
    repository.commit(v, {
      'gitops/clusters/spoke.yaml': toYaml({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'spoke', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
        stringData: { name: 'spoke', server: 'https://spoke.example.com' },
      }),
      'gitops/applications/web.yaml': application(namespace, 'spoke', 'gitops/web'),
      'gitops/applications/hub.yaml': application(`${namespace}-hub`, 'in-cluster', 'gitops/hub'),
      'gitops/web/a.yaml': toYaml(configMap('a', { v })),
      'gitops/hub/b.yaml': toYaml(configMap('b')),
    });
  const spoke = await spokeKubeconfig(client, [namespace, inventoryNamespace]);
  const clusters = { 'in-cluster': { kubeconfig: (await testCluster()).userKubeconfig }, spoke: { kubeconfig: spoke } };
  const options: SyncOptions = {
    repository: repository.directory,
    access: { environment: {}, accessFile: { clusters } },
    inventoryNamespace,
    allowSharedCluster: true,
    all: true,
    retryLimit: 0,
  };
  commit('1');
  expect((await sync(options)).outcome).toBe('synced');
  commit('2');
  const inventory = { namespace: inventoryNamespace, name: inventoryName(namespace) };
  const signal = new AbortController().signal;
  const lease = await acquireLease(client, {
    ...inventory,
    holder: 'other',
    lockTimeoutMs: 1_000,
    durationMs: 30_000,
    signal,
    onWait: () => undefined,
  });
  const argoCdComes = async () => {
    await applyAs(
      client,
      'argocd-controller',
      `/api/v1/namespaces/${namespace}/configmaps`,
      configMap('a', { theirs: '1' }),
      true,
    );
    await applyAs(client, 'test', `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'theirs' },
      spec: { destination: { name: 'spoke' }, syncPolicy: { automated: {} } },
      status: { resources: [{ version: 'v1', kind: 'ConfigMap', namespace, name: 'a', status: 'Synced' }] },
    });
    await meddle(client, `/api/v1/namespaces/${inventory.namespace}/configmaps/${inventory.name}`, {
      metadata: { annotations: { touched: 'yes' } },
    });
    await lease.release();
  };
  let coming: Promise<void> | undefined;

  const raced = await sync({
    ...options,
    onEvent: (event) => {
      if (event.kind === 'warning' && event.message.startsWith('waiting for another sync')) coming ??= argoCdComes();
    },
  });
  await coming;

  expect(raced.applications.find(({ cluster }) => cluster === 'spoke')).toMatchObject({
    outcome: 'failed',
    errors: [{ code: 'CLUSTER_ARGOCD_OWNS' }],
  });
  await expect(sync(options)).rejects.toMatchObject({
    code: 'CLUSTER_ARGOCD_OWNS',
    message: expect.stringContaining(`its Application '${namespace}/theirs' lists it and syncs it by itself`),
  });
  expect((await sync({ ...options, takeover: true })).outcome).toBe('synced');
});
