import type { KubeObject } from '../../src/manifest/kube-object.js';
import { diff } from '../../src/workflow/diff.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { configMap, meddle, read } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

afterEach(closeClients);

const POD = { metadata: { labels: { app: 'web' } } };
const objects: readonly KubeObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      strategy: { rollingUpdate: { maxSurge: '50%', maxUnavailable: 1 } },
      template: {
        ...POD,
        spec: {
          containers: [
            {
              name: 'web',
              image: 'registry.example.com/web:1',
              resources: { requests: { cpu: '1000m', memory: '1024Mi' }, limits: { cpu: 1.5, memory: '2147483648' } },
              ports: [{ containerPort: 80 }],
              livenessProbe: { httpGet: { path: '/', port: 80 } },
              env: [{ name: 'EMPTY', value: '' }],
            },
          ],
          volumes: [{ name: 'cache', emptyDir: { sizeLimit: '0.5Gi' } }],
          tolerations: [],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      selector: { app: 'web' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
      ],
    },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } },
  },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'web' },
    stringData: { password: 'a', user: 'ä' },
    data: { token: 'Yg==' },
  },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'web' },
    spec: { hard: { 'requests.cpu': '16000m', pods: 100 } },
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'web', annotations: {}, creationTimestamp: null } as never,
    rules: [],
  },
];

test('quantities, int-or-string, defaults, stringData and empty values are never a difference', async () => {
  await using repository = await syncedRepository(await testNamespace('never'));
  repository.commit('first', objects);

  expect((await sync({ ...repository.options, timeoutMs: 0 })).outcome).toBe('synced');

  expect((await sync({ ...repository.options, timeoutMs: 0 })).outcome).toBe('unchanged');
  expect((await verify(repository.options)).applications).toMatchObject([{ differences: [] }]);
  expect((await status(repository.options)).applications).toMatchObject([{ state: 'synced', drift: [] }]);
  repository.commit(
    'labels',
    objects.map((object) => ({ ...object, metadata: { ...object.metadata, labels: { changed: 'yes' } } })),
  );
  const changes = (await diff(repository.options)).applications.flatMap(({ changes: found }) => found);
  expect(changes).toHaveLength(objects.length);
  const changed = changes.flatMap(({ text }) => text.split('\n').filter((line) => /^[-+] /.test(line)));
  expect([...new Set(changed)].sort()).toEqual(['+  labels:', "+    changed: 'yes'"].sort());
});

test('what admission changes and what an autoscaler owns is never a difference', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('never')];
  await using repository = await syncedRepository(namespace);
  await mutate(client, namespace);
  const web = objects
    .slice(0, 1)
    .map((object) => ({ ...object, spec: { ...(object['spec'] as object), replicas: 1 } }));
  repository.commit('first', [...web, configMap('mutated', { from: 'git' })]);

  expect((await sync({ ...repository.options, timeoutMs: 0 })).outcome).toBe('synced');
  expect((await read(client, `/api/v1/namespaces/${namespace}/configmaps/mutated`))?.['data']).toEqual({
    from: 'admission',
    added: 'yes',
  });
  await meddle(
    client,
    `/apis/apps/v1/namespaces/${namespace}/deployments/web/scale`,
    { spec: { replicas: 3 } },
    'kube-controller-manager',
  );
  await sync({ ...repository.options, timeoutMs: 0 });

  expect((await sync({ ...repository.options, timeoutMs: 0 })).outcome).toBe('unchanged');
  expect((await diff(repository.options)).changed).toBe(false);
  expect((await verify(repository.options)).applications).toMatchObject([{ differences: [] }]);
  expect((await status(repository.options)).applications).toMatchObject([{ drift: [] }]);
});

/**
 * Has the API server change every ConfigMap of a namespace, as a mutating webhook would; returns when it
 * does.
 */
async function mutate(client: Awaited<ReturnType<typeof testClient>>, namespace: string): Promise<void> {
  const [path, apiVersion] = ['/apis/admissionregistration.k8s.io/v1', 'admissionregistration.k8s.io/v1'];
  const spec = {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'Never',
    matchConstraints: {
      resourceRules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] },
      ],
    },
    mutations: [
      {
        patchType: 'ApplyConfiguration',
        applyConfiguration: { expression: 'Object{data: {"from": "admission", "added": "yes"}}' },
      },
    ],
  };
  await client.request({
    method: 'POST',
    path: `${path}/mutatingadmissionpolicies`,
    body: { apiVersion, kind: 'MutatingAdmissionPolicy', metadata: { name: namespace }, spec },
  });
  const matchResources = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
  await client.request({
    method: 'POST',
    path: `${path}/mutatingadmissionpolicybindings`,
    body: {
      apiVersion,
      kind: 'MutatingAdmissionPolicyBinding',
      metadata: { name: namespace },
      spec: { policyName: namespace, matchResources },
    },
  });
  const probe = {
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    query: { dryRun: 'All' },
    body: configMap('probe', { from: 'us' }),
  } as const;
  while (((await client.request<KubeObject>(probe)).body['data'] as { from: string }).from === 'us')
    await new Promise((resolve) => setTimeout(resolve, 50));
}
