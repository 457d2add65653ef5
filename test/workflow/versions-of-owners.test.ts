import type { KubeClient } from '../../src/cluster/transport/client.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, Engine, read } from '../helpers/engine.js';
import { applyAs, managersOf } from '../helpers/managers.js';

afterEach(closeClients);

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
type Fields = Readonly<Record<string, string>>;
/** The fields of each version. */
type Versions = Readonly<Record<string, readonly string[]>>;

const SAME: Versions = { v1alpha1: ['a', 'b', 'c'], v1: ['a', 'b', 'c'] };
const NEW_FIELD: Versions = { v1alpha1: ['a', 'b'], v1: ['a', 'b', 'c'] };
const OLD_FIELD: Versions = { v1alpha1: ['a', 'b', 'c'], v1: ['a', 'b'] };

/** A kind of its own group, the old version as if it had been the first. */
function crd(group: string, versions: Versions) {
  const schemaOf = (fields: readonly string[]) => {
    const properties = Object.fromEntries(fields.map((name) => [name, { type: 'string' }]));
    const status = { type: 'object', properties: { seen: { type: 'string' } } };
    return { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties }, status } } };
  };
  const names = { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', listKind: 'GadgetList' };
  const last = Object.keys(versions).at(-1);
  const all = Object.entries(versions).map(([name, fields]) => ({
    name,
    served: true,
    storage: name === last,
    schema: schemaOf(fields),
    subresources: { status: {} },
  }));
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `gadgets.${group}` },
    spec: { group, scope: 'Namespaced', names, versions: all },
  };
}

const gadget = (group: string, version: string, spec: Fields) => ({
  apiVersion: `${group}/${version}`,
  kind: 'Gadget',
  metadata: { name: 'g' },
  spec,
});

async function start(versions: Versions = SAME) {
  const started = await startWithout();
  const { client, group, path } = started;
  await applyAs(client, 'test', CRDS, crd(group, versions));
  for (const version of Object.keys(versions)) while (!(await read(client, path(version))));
  return started;
}

/** Without the kind. */
async function startWithout() {
  const [client, namespace] = [await testClient(), await testNamespace('gone')];
  const group = `${namespace}.example.com`;
  const path = (version: string) => `/apis/${group}/${version}/namespaces/${namespace}/gadgets`;
  return { client, namespace, group, path, engine: new Engine(client) };
}

/** Removes the old version, and waits until it is not converted to any more. */
async function dropOldVersion(client: KubeClient, group: string, collection: string): Promise<void> {
  await applyAs(client, 'test', CRDS, crd(group, { v1: ['a', 'b', 'c'] }));
  const probe = () =>
    client
      .request({
        method: 'PATCH',
        path: `${collection}/g`,
        query: { fieldManager: 'probe', dryRun: 'All' },
        contentType: 'application/apply-patch+yaml',
        body: gadget(group, 'v1', {}),
      })
      .then(() => true)
      .catch(() => false);
  while (await probe());
}

test('owners of fields that name an API version that is gone are repaired, with who owns what: the apply goes on, and a removed field goes', async () => {
  const { client, namespace, group, path, engine } = await start();
  await engine.sync([argoApplication(namespace, [gadget(group, 'v1alpha1', { a: '1', b: '1' })])]);
  await applyAs(client, 'operator', path('v1alpha1'), gadget(group, 'v1alpha1', { c: 'theirs' }));
  await dropOldVersion(client, group, path('v1'));
  const application = argoApplication(namespace, [gadget(group, 'v1', { a: '2' })]);
  const uid = (await read(client, `${path('v1')}/g`))?.metadata.uid;

  const planned = await engine.plan([application]);
  const { problems, result } = await engine.sync([application]);

  expect(planned.planned[0]?.plan.changes[0]).toMatchObject({
    action: 'update',
    migration: { rewrittenVersions: [`${group}/v1alpha1`] },
    merged: { spec: { a: '2', c: 'theirs' } },
  });
  expect([problems, result.outcome]).toEqual([[], 'synced']);
  const live = await read(client, `${path('v1')}/g`);
  expect([live?.metadata.uid, live?.['spec']]).toEqual([uid, { a: '2', c: 'theirs' }]);
  expect(managersOf(live)).toEqual(['cdk8s-gitops/Apply', 'operator/Apply']);
  expect(JSON.stringify(live?.metadata.managedFields)).not.toContain('v1alpha1');
  expect((await engine.sync([application])).result.outcome).toBe('unchanged');
});

test('so are those of an object that is adopted from a tool that had applied it in that version', async () => {
  const { client, namespace, group, path, engine } = await start();
  await applyAs(client, 'helm', path('v1alpha1'), gadget(group, 'v1alpha1', { a: '1', b: '1' }));
  await dropOldVersion(client, group, path('v1'));

  const { problems, result } = await engine.sync([argoApplication(namespace, [gadget(group, 'v1', { a: '1' })])], {
    adopt: true,
  });

  const live = await read(client, `${path('v1')}/g`);
  expect([problems, result?.outcome, live?.['spec'], managersOf(live)]).toEqual([
    [],
    'synced',
    { a: '1' },
    ['cdk8s-gitops/Apply'],
  ]);
});

interface Move {
  readonly says: string;
  readonly versions: Versions;
  readonly from: readonly [version: string, spec: Fields];
  readonly to: readonly [version: string, spec: Fields];
  /** What somebody else does between, in the old version. */
  readonly operator?: Fields;
  readonly status?: true;
  /** The spec in the new version. */
  readonly becomes: Fields;
  /** Whether the API server can convert it for every owner, so that nothing is repaired. */
  readonly converts?: true;
}

const MOVES: readonly Move[] = [
  {
    says: 'the same fields',
    versions: NEW_FIELD,
    from: ['v1alpha1', { a: '1', b: '1' }],
    to: ['v1', { a: '2' }],
    becomes: { a: '2' },
    converts: true,
  },
  {
    says: 'a field that the old version does not have',
    versions: NEW_FIELD,
    from: ['v1alpha1', { a: '1' }],
    to: ['v1', { a: '1', c: '1' }],
    becomes: { a: '1', c: '1' },
  },
  {
    says: 'a field comes and another goes',
    versions: NEW_FIELD,
    from: ['v1alpha1', { a: '1', b: '1' }],
    to: ['v1', { a: '1', c: '1' }],
    becomes: { a: '1', c: '1' },
  },
  {
    says: 'a field comes, and a field of an operator stays',
    versions: NEW_FIELD,
    from: ['v1alpha1', { a: '1' }],
    operator: { b: 'theirs' },
    to: ['v1', { a: '1', c: '1' }],
    becomes: { a: '1', b: 'theirs', c: '1' },
  },
  {
    says: 'a field comes, and a controller has written the status in the old version',
    versions: NEW_FIELD,
    from: ['v1', { a: '1' }],
    status: true,
    to: ['v1', { a: '1', c: '1' }],
    becomes: { a: '1', c: '1' },
  },
  {
    says: 'only an operator has applied in the old version',
    versions: NEW_FIELD,
    from: ['v1', { a: '1' }],
    operator: { b: 'theirs' },
    to: ['v1', { a: '1', c: '1' }],
    becomes: { a: '1', b: 'theirs', c: '1' },
  },
  {
    says: 'a field that the new version does not have goes',
    versions: OLD_FIELD,
    from: ['v1alpha1', { a: '1', c: '1' }],
    to: ['v1', { a: '2' }],
    becomes: { a: '2' },
    converts: true,
  },
  {
    says: 'back to the old version, without the new field',
    versions: NEW_FIELD,
    from: ['v1', { a: '1', c: '1' }],
    to: ['v1alpha1', { a: '2' }],
    becomes: { a: '2' },
    converts: true,
  },
];

test.each(MOVES)('an object moves to another served version: $says', async (move) => {
  const { client, namespace, group, path, engine } = await start(move.versions);
  const wanted = ([version, spec]: Move['from']) => [argoApplication(namespace, [gadget(group, version, spec)])];
  expect((await engine.sync(wanted(move.from))).problems).toEqual([]);
  if (move.operator) await applyAs(client, 'operator', path('v1alpha1'), gadget(group, 'v1alpha1', move.operator));
  if (move.status)
    await client.request({
      method: 'PATCH',
      path: `${path('v1alpha1')}/g/status`,
      query: { fieldManager: 'controller' },
      contentType: 'application/merge-patch+json',
      body: { status: { seen: 'yes' } },
    });
  const before = await read(client, `${path('v1')}/g`);

  const [change] = (await engine.plan(wanted(move.to))).planned[0]?.plan.changes ?? [];
  const { problems, result } = await engine.sync(wanted(move.to));

  expect(change).toMatchObject({ action: 'update', merged: { spec: move.becomes } });
  expect(change && 'migration' in change ? change.migration?.rewrittenVersions : undefined).toEqual(
    move.converts ? undefined : [`${group}/v1alpha1`],
  );
  expect([problems, result.outcome]).toEqual([[], 'synced']);
  const live = await read(client, `${path(move.to[0])}/g`);
  expect([live?.metadata.uid, live?.['spec']]).toEqual([before?.metadata.uid, move.becomes]);
  expect(managersOf(live)).toEqual(managersOf(before));
  expect((await engine.sync(wanted(move.to))).result.outcome).toBe('unchanged');
});

test('a CustomResourceDefinition gains a version with a new field, and its object moves to it in the same revision', async () => {
  const { client, namespace, group, path, engine } = await startWithout();
  const wanted = (versions: Versions, version: string, spec: Fields) => [
    argoApplication(namespace, [crd(group, versions), gadget(group, version, spec)]),
  ];
  await engine.sync(wanted({ v1alpha1: ['a', 'b'] }, 'v1alpha1', { a: '1', b: '1' }));

  const { problems, result } = await engine.sync(wanted(NEW_FIELD, 'v1', { a: '2', c: '1' }));

  expect([problems, result.outcome]).toEqual([[], 'synced']);
  expect((await read(client, `${path('v1')}/g`))?.['spec']).toEqual({ a: '2', c: '1' });
  expect((await engine.sync(wanted(NEW_FIELD, 'v1', { a: '2', c: '1' }))).result.outcome).toBe('unchanged');
  expect((await engine.sync(wanted(NEW_FIELD, 'v1', { a: '3' }))).result.outcome).toBe('synced');
  expect((await read(client, `${path('v1')}/g`))?.['spec']).toEqual({ a: '3' });
});

const scaler = (version: string, spec: object) => ({
  apiVersion: `autoscaling/${version}`,
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'h' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' }, maxReplicas: 3, ...spec },
});
const metric = (name: string) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization: 60 } },
});

test.each([
  {
    says: 'up, to what v1 does not have',
    from: scaler('v1', { targetCPUUtilizationPercentage: 50, minReplicas: 2 }),
    to: scaler('v2', { metrics: [metric('memory')], behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }),
    becomes: {
      minReplicas: 1,
      metrics: [metric('memory')],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  },
  {
    says: 'down, to what v2 writes differently',
    from: scaler('v2', { metrics: [metric('cpu')], minReplicas: 2 }),
    to: scaler('v1', { targetCPUUtilizationPercentage: 50 }),
    becomes: { minReplicas: 1, targetCPUUtilizationPercentage: 50 },
  },
])(
  'a HorizontalPodAutoscaler moves between versions that Kubernetes converts: $says',
  async ({ from, to, becomes }) => {
    const { client, namespace, engine } = await start();
    expect((await engine.sync([argoApplication(namespace, [from])], { timeoutMs: 0 })).problems).toEqual([]);

    const { problems, result } = await engine.sync([argoApplication(namespace, [to])], { timeoutMs: 0 });

    expect([problems, result.outcome]).toEqual([[], 'synced']);
    const path = `/apis/${to.apiVersion}/namespaces/${namespace}/horizontalpodautoscalers/h`;
    expect((await read(client, path))?.['spec']).toMatchObject(becomes);
    expect((await engine.sync([argoApplication(namespace, [to])], { timeoutMs: 0 })).result.outcome).toBe('unchanged');
  },
);
