import { kubeconfigEndpoint } from '../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { createHttpClient } from '../../src/cluster/transport/http-client.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

let confined: KubeClient | undefined;
afterEach(async () => {
  confined?.close();
  await closeClients();
});

/** A client of a service account that may do anything in these namespaces, and nothing outside. */
async function confinedTo(admin: KubeClient, namespaces: readonly string[]): Promise<KubeClient> {
  const [home] = namespaces;
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'pipeline' } };
  await admin.request({ method: 'POST', path: `/api/v1/namespaces/${home}/serviceaccounts`, body: account });
  for (const namespace of namespaces) {
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const metadata = { name: 'pipeline', namespace };
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    await admin.request({
      method: 'POST',
      path: `${rbac}/roles`,
      body: { apiVersion, kind: 'Role', metadata, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] },
    });
    const subjects = [{ kind: 'ServiceAccount', name: 'pipeline', namespace: home }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pipeline' };
    await admin.request({
      method: 'POST',
      path: `${rbac}/rolebindings`,
      body: { apiVersion, kind: 'RoleBinding', metadata, subjects, roleRef },
    });
  }
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const { body } = await admin.request<{ status: { token: string } }>({
    method: 'POST',
    path: `/api/v1/namespaces/${home}/serviceaccounts/pipeline/token`,
    body: request,
  });
  const { userKubeconfig } = await testCluster();
  const { server, certificateAuthority } = await kubeconfigEndpoint({
    cluster: 'test',
    files: [userKubeconfig],
    environment: {},
  });
  const credentials = async () => ({ headers: { authorization: `Bearer ${body.status.token}` } });
  return createHttpClient({
    cluster: 'test',
    server,
    via: 'a service account',
    credentials,
    ...(certificateAuthority ? { certificateAuthority } : {}),
  });
}

test('an account that may not leave its namespaces syncs, keeps, heals and prunes in them', async () => {
  const [admin, namespace, inventories] = [
    await testClient(),
    await testNamespace('confined'),
    await testNamespace('confined-state'),
  ];
  confined = await confinedTo(admin, [namespace, inventories]);
  const engine = new Engine(confined, inventories);
  const spec = { syncPolicy: { syncOptions: ['CreateNamespace=true'] } };
  const application = (...names: readonly string[]) =>
    argoApplication(namespace, [deployment(namespace, 'web'), ...names.map((name) => configMap(name))], { spec });

  expect((await engine.sync([application('a', 'b')])).result).toMatchObject({ outcome: 'synced', created: 3 });
  const before = confined.statistics.writes;
  expect((await engine.sync([application('a', 'b')])).result.outcome).toBe('unchanged');
  expect(confined.statistics.writes).toBe(before);
  await admin.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/a` });
  expect((await engine.sync([application('a')])).result).toMatchObject({ outcome: 'synced', created: 1, deleted: 1 });
  expect(await read(admin, `/api/v1/namespaces/${namespace}/configmaps/b`)).toBeUndefined();
});

test('what it may not do is one clear error for each object, and nothing is changed', async () => {
  const [admin, namespace, inventories, other] = [
    await testClient(),
    await testNamespace('confined'),
    await testNamespace('confined-state'),
    await testNamespace('confined-other'),
  ];
  confined = await confinedTo(admin, [namespace, inventories]);
  const objects = [configMap('mine'), configMap('theirs', {}, { namespace: other })];

  const { problems, messages } = await new Engine(confined, inventories)
    .sync([argoApplication(namespace, objects)])
    .catch((error) => ({ problems: [error.code], messages: [error.message] }));

  expect(problems).toEqual(['CLUSTER_FORBIDDEN']);
  expect(messages[0]).toContain(other);
  expect(await read(admin, `/api/v1/namespaces/${namespace}/configmaps/mine`)).toBeUndefined();
});
