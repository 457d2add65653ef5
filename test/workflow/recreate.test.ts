import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, meddle, read } from '../helpers/engine.js';
import { applyAs } from '../helpers/managers.js';
import { deployment, podTemplate } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('again')];
  return { client, namespace, engine: new Engine(client) };
}

type Spec = Readonly<Record<string, unknown>>;
const object = (apiVersion: string, kind: string, rest: Spec) =>
  ({ apiVersion, kind, metadata: { name: 'x' }, ...rest }) as KubeObject;
const workload = (kind: string, spec: Spec, app = 'x') =>
  object('apps/v1', kind, { spec: { selector: { matchLabels: { app } }, template: podTemplate(app), ...spec } });
const job = (image: string, spec: Spec = {}) =>
  object('batch/v1', 'Job', { spec: { template: podTemplate('x', { image }, 'Never'), ...spec } });
const longJob = (image: string) => {
  const env = Array.from({ length: 60 }, (_, index) => ({
    name: `SETTING_${index}`,
    value: `a value of some length, number ${index}`,
  }));
  return job(image, { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'web', image, env }] } } });
};
const claim = (storageClassName: string) =>
  object('v1', 'PersistentVolumeClaim', {
    spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
const binding = (name: string) =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
  });
const service = (spec: Spec) => object('v1', 'Service', { spec: { ports: [{ port: 80 }], ...spec } });
const secret = (spec: Spec) => object('v1', 'Secret', spec);
const pod = (command: string) =>
  object('v1', 'Pod', {
    spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1', command: [command] }] },
  });

describe('a field that Kubernetes forbids to change is told as such, and nothing is changed without leave', () => {
  test.each([
    ['selector of a Deployment', workload('Deployment', {}), workload('Deployment', {}, 'y')],
    ['selector of a DaemonSet', workload('DaemonSet', {}), workload('DaemonSet', {}, 'y')],
    [
      'service of a StatefulSet',
      workload('StatefulSet', { serviceName: 'a' }),
      workload('StatefulSet', { serviceName: 'b' }),
    ],
    ['template of a Job', job('registry.example.com/web:1'), job('registry.example.com/web:2')],
    [
      'template of a Job, of which the API server quotes pages',
      longJob('registry.example.com/web:1'),
      longJob('registry.example.com/web:2'),
    ],
    ['completions of a Job', job('registry.example.com/web:1'), job('registry.example.com/web:1', { completions: 3 })],
    ['address of a Service', service({}), service({ clusterIP: 'None' })],
    ['class of a PersistentVolumeClaim', claim('a'), claim('b')],
    ['role of a RoleBinding', binding('a'), binding('b')],
    [
      'data of an immutable ConfigMap',
      object('v1', 'ConfigMap', { immutable: true, data: { a: '1' } }),
      object('v1', 'ConfigMap', { immutable: true, data: { a: '2' } }),
    ],
    [
      'data of an immutable Secret',
      secret({ immutable: true, data: { a: 'MQ==' } }),
      secret({ immutable: true, data: { a: 'Mg==' } }),
    ],
    ['type of a Secret', secret({ type: 'example.com/a' }), secret({ type: 'example.com/b' })],
    ['container of a Pod', pod('a'), pod('b')],
  ])('%s', async (_field, before, after) => {
    const { client, namespace, engine } = await start();
    const timeoutMs = 0;
    expect((await engine.sync([argoApplication(namespace, [before])], { timeoutMs })).problems).toEqual([]);
    const writes = client.statistics.writes;

    const { problems, messages } = await engine.sync([argoApplication(namespace, [after])], { timeoutMs });

    expect([problems, client.statistics.writes - writes]).toEqual([['CLUSTER_IMMUTABLE'], 0]);
    expect(messages[0]).toMatch(/cannot be changed in place/);
  });

  test.each([
    ['StorageClass', 'storage.k8s.io/v1', { provisioner: 'example.com/a' }, { provisioner: 'example.com/b' }],
    [
      'StorageClass',
      'storage.k8s.io/v1',
      { provisioner: 'example.com/a', reclaimPolicy: 'Delete' },
      { provisioner: 'example.com/a', reclaimPolicy: 'Retain' },
    ],
    ['PriorityClass', 'scheduling.k8s.io/v1', { value: 1 }, { value: 2 }],
    [
      'IngressClass',
      'networking.k8s.io/v1',
      { spec: { controller: 'example.com/a' } },
      { spec: { controller: 'example.com/b' } },
    ],
  ])('of a %s', async (kind, apiVersion, before, after) => {
    const { namespace, engine } = await start();
    const of = (rest: Spec) =>
      argoApplication(namespace, [{ ...object(apiVersion, kind, rest), metadata: { name: namespace } }]);
    await engine.sync([of(before)]);

    expect((await engine.sync([of(after)])).problems).toEqual(['CLUSTER_IMMUTABLE']);
    expect((await engine.sync([of(after)], { ownership: { recreate: true } })).result).toMatchObject({
      outcome: 'synced',
      recreated: 1,
    });
  });
});

describe('what is wrong for another reason never deletes, whoever allows it', () => {
  const force = { ownership: { recreate: true }, timeoutMs: 0 };
  const forced = (one: KubeObject): KubeObject => ({
    ...one,
    metadata: { ...one.metadata, annotations: { 'argocd.argoproj.io/sync-options': 'Force=true' } },
  });

  test.each([
    [
      'an immutable and an invalid field of a Deployment',
      workload('Deployment', {}),
      workload('Deployment', { replicas: -1 }, 'y'),
    ],
    [
      'an immutable and an invalid field of a StatefulSet',
      workload('StatefulSet', { serviceName: 'a' }),
      workload('StatefulSet', { serviceName: 'b', replicas: -1 }),
    ],
    [
      'an immutable and an invalid field of a Job',
      job('registry.example.com/web:1'),
      job('registry.example.com/web:2', { parallelism: -1 }),
    ],
    [
      'a selector that does not fit its template',
      workload('Deployment', {}),
      workload('Deployment', { selector: { matchLabels: { app: 'other' } } }),
    ],
    [
      'a key that is none, in an immutable ConfigMap',
      object('v1', 'ConfigMap', { immutable: true, data: { a: '1' } }),
      object('v1', 'ConfigMap', { immutable: true, data: { 'a b': '1' } }),
    ],
    ['a value out of range, alone', workload('Deployment', {}), workload('Deployment', { minReadySeconds: -5 })],
  ])('%s', async (_what, before, after) => {
    const { client, namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [forced(before)])], force);
    const { writes } = client.statistics;

    const { problems } = await engine.sync([argoApplication(namespace, [forced(after)])], force);

    expect([problems, client.statistics.writes - writes]).toEqual([['CLUSTER_INVALID'], 0]);
  });

  test('a rule of a CustomResourceDefinition that says immutable', async () => {
    const { client, namespace, engine } = await start();
    const group = `${namespace}.example.com`;
    const rule = { rule: 'self.a == oldSelf.a', message: 'field is immutable', reason: 'FieldValueForbidden' };
    const schema = {
      type: 'object',
      properties: {
        spec: { type: 'object', properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [rule] },
      },
    };
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }];
    const names = { kind: 'Fixed', plural: 'fixeds', singular: 'fixed', listKind: 'FixedList' };
    const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
      spec: { group, scope: 'Namespaced', names, versions },
    });
    const of = (a: string) => [
      { ...crd, metadata: { name: `fixeds.${group}` } },
      forced(object(`${group}/v1`, 'Fixed', { spec: { a } })),
    ];
    expect((await engine.sync([argoApplication(namespace, of('1'))])).result).toMatchObject({ outcome: 'synced' });
    const { writes } = client.statistics;

    const { problems, messages } = await engine.sync([argoApplication(namespace, of('2'))], force);

    expect([problems, client.statistics.writes - writes]).toEqual([['CLUSTER_INVALID'], 0]);
    expect(messages[0]).toContain('field is immutable');
  });

  test('an admission policy that says immutable, word for word', async () => {
    const { client, namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [forced(configMap('x', { a: '1' }))])]);
    const admission = '/apis/admissionregistration.k8s.io/v1';
    await applyAs(client, 'test', `${admission}/validatingadmissionpolicies`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: namespace },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['configmaps'] }],
        },
        validations: [
          {
            expression: `object.metadata.namespace != '${namespace}' || object.metadata.name != 'x'`,
            message: 'Invalid value: "2": field is immutable',
            reason: 'Invalid',
          },
        ],
      },
    });
    await applyAs(client, 'test', `${admission}/validatingadmissionpolicybindings`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: namespace },
      spec: { policyName: namespace, validationActions: ['Deny'] },
    });
    const changed = argoApplication(namespace, [forced(configMap('x', { a: '2' }))]);
    let run = await engine.plan([changed]);
    while (run.problems.length === 0) run = await engine.plan([changed]);

    const uid = (await read(client, `/api/v1/namespaces/${namespace}/configmaps/x`))?.metadata.uid;
    const { problems } = await engine.sync([changed], force);
    await client.request({ method: 'DELETE', path: `${admission}/validatingadmissionpolicybindings/${namespace}` });

    expect(problems).toEqual(['CLUSTER_INVALID']);
    expect((await read(client, `/api/v1/namespaces/${namespace}/configmaps/x`))?.metadata.uid).toBe(uid);
  });
});

describe('who may let an object be made again', () => {
  const [before, after] = [deployment('', 'x'), workload('Deployment', {}, 'y')];
  const of = (namespace: string, one: KubeObject, spec = {}) =>
    argoApplication(namespace, [{ ...one, metadata: { name: 'x' } }], { spec });

  test.each([
    ['the run, with --recreate', { ownership: { recreate: true } }, {}],
    ['the Argo Application, with Force=true', {}, { syncPolicy: { syncOptions: ['Force=true'] } }],
  ])('%s', async (_who, options, spec) => {
    const { client, namespace, engine } = await start();
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/x`;
    await engine.sync([of(namespace, before)]);
    const uid = (await read(client, path))?.metadata.uid;

    expect((await engine.sync([of(namespace, after, spec)], options)).result).toMatchObject({
      outcome: 'synced',
      recreated: 1,
    });
    expect((await read(client, path))?.metadata.uid).not.toBe(uid);
  });

  test('only the object itself, where others or data live in it', async () => {
    const { namespace, engine } = await start();
    await engine.sync([argoApplication(namespace, [claim('a')])], { timeoutMs: 0 });

    const spec = { syncPolicy: { syncOptions: ['Force=true'] } };
    const { problems } = await engine.sync([argoApplication(namespace, [claim('b')], { spec })], {
      ownership: { recreate: true },
      timeoutMs: 0,
    });

    expect(problems).toEqual(['CLUSTER_IMMUTABLE']);
  });
});

test('an object that somebody lets go of, or makes anew, before it is made again is left alone', async () => {
  const { client, namespace, engine } = await start();
  const path = (name: string) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  const both = (value: string) =>
    ['freed', 'replaced'].map(
      (name) => ({ ...configMap(name, { value }), immutable: true, metadata: { name } }) as KubeObject,
    );
  await engine.sync([argoApplication(namespace, both('1'))]);
  const { client: faulty, proxy } = await faultyClient();
  const met = new Set<string>();
  proxy.decide = ({ method, path: asked }) => {
    if (method !== 'DELETE' || !asked.includes('/configmaps/') || met.has(asked)) return undefined;
    met.add(asked);
    const meanwhile = async () => {
      if (asked === path('freed'))
        return meddle(client, asked, { metadata: { labels: { 'applyset.kubernetes.io/part-of': null } } });
      await client.request({ method: 'DELETE', path: asked });
      await client.request({
        method: 'POST',
        path: path('').slice(0, -1),
        body: configMap('replaced', { of: 'somebody' }),
      });
    };
    return { kind: 'wait', until: meanwhile() };
  };

  const { result } = await new Engine(faulty, engine.inventoryNamespace).sync([argoApplication(namespace, both('2'))], {
    ownership: { recreate: true },
  });

  expect(result).toMatchObject({ outcome: 'failed', recreated: 0 });
  expect(result.errors.map(({ code, message }) => `${code} ${message}`).sort()).toEqual([
    expect.stringMatching(/^CLUSTER_CONFLICT .*freed was to be made again, and was released/),
    expect.stringMatching(/^CLUSTER_CONFLICT .*replaced was to be made again, and was replaced by another object/),
  ]);
  expect(await read(client, path('freed'))).toMatchObject({ data: { value: '1' } });
  expect(await read(client, path('replaced'))).toMatchObject({ data: { of: 'somebody' } });
});
