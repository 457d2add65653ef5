import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testCluster, testNamespace } from '../../helpers/cluster.js';
import { customKind } from '../../helpers/custom-kind.js';
import { argoApplication, configMap, Engine, meddle, read } from '../../helpers/engine.js';

// The cluster itself is in the way: nothing is half pruned, the inventory stays true, and the next run
// converges.
afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('state')];
  const engine = new Engine(client);
  const path = (name: string) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  const names = async () =>
    (await engine.inventory(namespace))?.entries.map(({ name, live }) => `${name}${live ? '' : '?'}`);
  return { client, namespace, engine, path, names };
}

test('a quota that is exceeded stops the sync, deletes nothing, and is told; with room the next run converges', async () => {
  const { client, namespace, engine, path, names } = await start();
  await engine.sync([argoApplication(namespace, [configMap('old')])]);
  const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
  const hard = (count: number) => ({ spec: { hard: { 'count/configmaps': String(count) } } });
  await client.request({
    method: 'POST',
    path: quotas,
    body: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few' }, ...hard(3) },
  });
  const counted = async () =>
    (await read(client, `${quotas}/few`))?.['status'] as { used?: Record<string, string> } | undefined;
  while ((await counted())?.used?.['count/configmaps'] === undefined)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const wanted = ['a', 'b', 'c'].map((name) =>
    configMap(name, {}, { annotations: { 'argocd.argoproj.io/sync-wave': name === 'a' ? '0' : '1' } }),
  );

  const { result } = await engine.sync([argoApplication(namespace, wanted)]);

  expect(result).toMatchObject({ outcome: 'failed', deleted: 0 });
  expect(result.errors[0]).toMatchObject({
    code: 'CLUSTER_FORBIDDEN',
    message: expect.stringContaining('exceeded quota'),
  });
  expect(await read(client, path('old'))).toBeDefined();
  expect(await names()).toEqual(expect.arrayContaining(['a', 'old']));

  await meddle(client, `${quotas}/few`, hard(10));
  expect((await engine.sync([argoApplication(namespace, wanted)])).result).toMatchObject({
    outcome: 'synced',
    deleted: 1,
  });
  expect(await names()).toEqual(['a', 'b', 'c']);
});

test('a namespace that hangs terminating is told as such, and the sync goes on when it is gone', async () => {
  const { client, namespace, engine } = await start();
  const other = `${namespace}-dying`;
  await client.request({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: other } },
  });
  const held = configMap('held', {}, { namespace: other, finalizers: ['example.com/hold'] });
  await client.request({ method: 'POST', path: `/api/v1/namespaces/${other}/configmaps`, body: held });
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${other}` });
  const application = argoApplication(other, [configMap('wanted')], {
    spec: { syncPolicy: { syncOptions: ['CreateNamespace=true'] } },
  });

  const { problems, messages, result } = await engine.sync([application]);

  expect([...messages, result?.message].join()).toMatch(/terminat|being deleted/);
  expect([...problems, ...(result?.errors.map(({ code }) => code) ?? [])].join()).toMatch(
    /CLUSTER_(TERMINATING|FORBIDDEN)/,
  );
  expect(await read(client, `/api/v1/namespaces/${other}/configmaps/wanted`)).toBeUndefined();

  await meddle(client, `/api/v1/namespaces/${other}/configmaps/held`, { metadata: { finalizers: null } });
  while (await read(client, `/api/v1/namespaces/${other}`)) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await engine.sync([application])).result.outcome).toBe('synced');
});

test('a CRD that disappears under way fails what stands on it, deletes nothing, and the next run converges', async () => {
  const { client, namespace, engine, path, names } = await start();
  const group = `${namespace}.example.com`;
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const definition = customKind(group);
  const define = async () => {
    await client.request({ method: 'POST', path: definitions, body: definition });
    const isServed = () => read(client, `/apis/${group}/v1/namespaces/${namespace}/widgets`);
    while ((await isServed()) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await define();
  const widget = (size: number): KubeObject => ({
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name: 'one' },
    spec: { size },
  });
  expect((await engine.sync([argoApplication(namespace, [configMap('old'), widget(1)])])).result.outcome).toBe(
    'synced',
  );
  const { client: faulty, proxy } = await faultyClient();
  let removed: Promise<unknown> | undefined;
  proxy.decide = ({ method, path: asked, query }) => {
    if (method !== 'PATCH' || !asked.endsWith('/widgets/one') || query.has('dryRun')) return undefined;
    removed ??= client.request({ method: 'DELETE', path: `${definitions}/${definition.metadata.name}` });
    return { kind: 'delay', milliseconds: 700 };
  };

  const { result } = await new Engine(faulty, engine.inventoryNamespace).sync([
    argoApplication(namespace, [widget(2)]),
  ]);
  await removed;

  expect(result).toMatchObject({ outcome: 'failed', deleted: 0 });
  expect(result.errors[0]?.message).toMatch(/widgets|does not serve its kind 'Widget'/);
  expect(await read(client, path('old'))).toBeDefined();
  expect(await names()).toEqual(expect.arrayContaining(['old', 'one?']));

  await define();
  expect((await engine.sync([argoApplication(namespace, [widget(2)])])).result).toMatchObject({
    outcome: 'synced',
    deleted: 1,
  });
  await client.request({ method: 'DELETE', path: `${definitions}/${definition.metadata.name}` });
});

test('a token that has expired is fetched anew once, however many requests were refused; one that stays refused is an error', async () => {
  const { client: admin, namespace } = await start();
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'pipeline' } };
  await admin.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body: account });
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' };
  const subjects = [{ kind: 'ServiceAccount', name: 'pipeline', namespace }];
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'pipeline' },
    roleRef,
    subjects,
  };
  await admin.request({ method: 'POST', path: rbac, body: binding });
  const tokens = `/api/v1/namespaces/${namespace}/serviceaccounts/pipeline/token`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const { body } = await admin.request<{ status: { token: string } }>({ method: 'POST', path: tokens, body: request });
  const { server, certificateAuthority } = await kubeconfigEndpoint({
    cluster: 'test',
    files: [(await testCluster()).userKubeconfig],
    environment: {},
  });
  const clientWith = (given: readonly string[]) => {
    let fetched = 0;
    const credentials = async () => ({
      headers: { authorization: `Bearer ${given[Math.min(fetched++, given.length - 1)]}` },
    });
    const endpoint = {
      cluster: 'test',
      server,
      via: 'a token',
      credentials,
      ...(certificateAuthority ? { certificateAuthority } : {}),
    };
    return { client: createHttpClient(endpoint), fetched: () => fetched };
  };

  const renewed = clientWith(['expired', body.status.token]);
  const synced = await new Engine(renewed.client, namespace).sync([argoApplication(namespace, [configMap('a')])]);
  renewed.client.close();
  expect([synced.result.outcome, renewed.fetched()]).toEqual(['synced', 2]);

  const refused = clientWith(['expired', 'expired too']);
  const failure = await new Engine(refused.client, namespace)
    .sync([argoApplication(namespace, [configMap('a')])])
    .catch((error: unknown) => error);
  refused.client.close();
  expect(failure).toMatchObject({ code: 'CLUSTER_UNAUTHORIZED' });
  expect(refused.fetched()).toBeLessThanOrEqual(3);
});
