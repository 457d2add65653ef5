import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import { isKubeObject, type KubeObject } from '../../src/manifest/kube-object.js';
import { parseYaml, toYaml } from '../../src/manifest/yaml.js';
import { deleteApplications } from '../../src/workflow/delete.js';
import { diff } from '../../src/workflow/diff.js';
import { history } from '../../src/workflow/history.js';
import { orphans } from '../../src/workflow/orphans.js';
import { rollback } from '../../src/workflow/rollback.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testCluster, testNamespace } from '../helpers/cluster.js';
import { configMap, read } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

/** The Role of docs/access.md, as it stands there. */
function documentedRole(): KubeObject {
  const blocks = [...readFileSync('docs/access.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, text]) =>
    parseYaml(text!, 'docs/access.md'),
  );
  return blocks.find((block): block is KubeObject => isKubeObject(block) && block.kind === 'Role')!;
}

/** A kubeconfig of a service account that has this Role in one namespace, and nothing else. */
async function kubeconfigOf(admin: KubeClient, namespace: string, role: KubeObject): Promise<object> {
  const post = (path: string, body: object) =>
    admin.request<{ status: { token: string } }>({ method: 'POST', path, body });
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await post(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'pipeline' },
  });
  await post(`${rbac}/roles`, role);
  const subjects = [{ kind: 'ServiceAccount', name: 'pipeline', namespace }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.metadata.name };
  await post(`${rbac}/rolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'pipeline' },
    subjects,
    roleRef,
  });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const { body } = await post(`/api/v1/namespaces/${namespace}/serviceaccounts/pipeline/token`, request);
  const [kubeconfig] = parseYaml(readFileSync((await testCluster()).userKubeconfig, 'utf8'), 'kubeconfig') as [
    { users: { user: object }[] },
  ];
  return { ...kubeconfig, users: kubeconfig.users.map((one) => ({ ...one, user: { token: body.status.token } })) };
}

test('with the Role of the documentation every verb works in one namespace, inventories included', async () => {
  const [admin, namespace] = [await testClient(), await testNamespace('confined-verbs')];
  const synced = await syncedRepository(namespace, ['CreateNamespace=true']);
  const { repository, commit } = synced;
  await using _ = repository;
  repository.git('remote', 'add', 'origin', 'https://git.example.com/a.git');
  const kubeconfig = join(repository.directory, '..', 'kubeconfig.yaml');
  repository.write({ '../kubeconfig.yaml': toYaml((await kubeconfigOf(admin, namespace, documentedRole())) as never) });
  const access = { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig } } } };
  const options = { ...synced.options, access, inventoryNamespace: namespace };
  const live = (name: string) => read(admin, `/api/v1/namespaces/${namespace}/configmaps/${name}`);
  commit('good', [configMap('a', { v: '1' }), configMap('gone'), deployment(namespace, 'web')]);

  expect(await diff(options)).toMatchObject({ changed: true });
  expect(await sync(options)).toMatchObject({ outcome: 'synced', applications: [{ created: 3 }] });
  expect((await sync(options)).outcome).toBe('unchanged');
  commit('bad', [configMap('a', { v: '2' }), deployment(namespace, 'web')]);
  expect(await sync(options)).toMatchObject({ outcome: 'synced', applications: [{ updated: 1, deleted: 1 }] });
  expect(await live('gone')).toBeUndefined();
  expect(await status(options)).toMatchObject({ applications: [{ state: 'synced', health: 'Healthy', drift: [] }] });
  expect(await verify(options)).toMatchObject({ verified: true });
  expect((await rollback(options)).outcome).toBe('synced');
  expect((await live('a'))?.['data']).toEqual({ v: '1' });
  expect((await sync(options)).outcome).toBe('held');
  expect((await history(options)).applications[0]?.revisions).toHaveLength(3);

  const found = await orphans({ ...options, clusters: ['in-cluster'] });
  expect(found).toMatchObject({ applications: [], unowned: [] });
  expect(found.unreadable.map(({ kind }) => kind)).toContain('Secret');

  expect(await deleteApplications({ ...options, timeoutMs: 10_000 })).toMatchObject({
    outcome: 'deleted',
    applications: [{ done: 3 }],
  });
  expect(await live(`inventory.${namespace}`)).toBeUndefined();
});

test('without the right to make one of its objects nothing is changed, and the right is named', async () => {
  const [admin, namespace] = [await testClient(), await testNamespace('confined-verbs')];
  const synced = await syncedRepository(namespace);
  const { repository, commit } = synced;
  await using _ = repository;
  repository.write({ '../kubeconfig.yaml': toYaml((await kubeconfigOf(admin, namespace, documentedRole())) as never) });
  const accessFile = {
    clusters: { 'in-cluster': { kubeconfig: join(repository.directory, '..', 'kubeconfig.yaml') } },
  };
  commit('first', [
    configMap('a'),
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token' }, stringData: { a: 'b' } },
  ]);

  const failure = await sync({
    ...synced.options,
    access: { environment: {}, accessFile },
    inventoryNamespace: namespace,
  }).catch((error: unknown) => error);

  expect(failure).toMatchObject({ code: 'CLUSTER_FORBIDDEN', message: expect.stringContaining('secrets') });
  expect(await read(admin, `/api/v1/namespaces/${namespace}/configmaps/a`)).toBeUndefined();
});
