import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import type { SyncEvent } from '../../src/workflow/api/events.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { customKind } from '../helpers/custom-kind.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('waves')];
  return { client, namespace, engine: new Engine(client) };
}

const inWave = (wave: number, object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } },
});

/** What was created and became healthy, in order. */
function story(events: readonly SyncEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === 'done') return [`${event.action} ${event.object.name}`];
    return event.kind === 'health' && event.status === 'Healthy' ? [`healthy ${event.object.name}`] : [];
  });
}

test('a wave begins when everything in the one before is healthy, and the last one has to become healthy too', async () => {
  const { namespace, engine } = await start();
  const objects = [
    inWave(5, deployment(namespace, 'last')),
    inWave(-1, deployment(namespace, 'first')),
    configMap('middle'),
  ];

  const { result, events } = await engine.sync([argoApplication(namespace, objects)]);

  expect(result.outcome).toBe('synced');
  expect(story(events)).toEqual(['created first', 'healthy first', 'created middle', 'created last', 'healthy last']);
});

test('a wave that does not become healthy stops those after it, and the next sync goes on there', async () => {
  const { client, namespace, engine } = await start();
  const application = (behaviour?: 'image-pull') =>
    argoApplication(namespace, [
      deployment(namespace, 'database', behaviour ? { behaviour } : {}),
      inWave(1, configMap('after')),
    ]);

  const { result } = await engine.sync([application('image-pull')], { timeoutMs: 20_000 });

  expect(result).toMatchObject({
    outcome: 'unhealthy',
    created: 1,
    unhealthy: [{ object: { name: 'database' }, status: 'Degraded' }],
  });
  expect(result.message).toMatch(/Deployment .*database is Degraded: .*(ImagePull|ErrImage)/);
  expect(result.halfway).toEqual([
    { object: expect.objectContaining({ name: 'after' }), reason: 'create was not begun' },
  ]);
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/after`)).toBeUndefined();
  expect(await engine.inventory(namespace)).toMatchObject({ history: [{ result: 'unhealthy' }] });

  expect((await engine.sync([application()])).result).toMatchObject({ outcome: 'synced', created: 1, updated: 1 });
});

test('a Namespace, a CRD and what stands on them come in one run, each where it is needed', async () => {
  const { client, namespace, engine } = await start();
  const id = randomBytes(3).toString('hex');
  const group = `g${id}.example.com`;
  const schema = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
  };
  const definition = customKind(group, { schema });
  const fresh = `${namespace}-fresh`;
  const widget = {
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name: 'w', namespace: fresh },
    spec: { size: 3 },
  };
  const objects = [
    inWave(-5, widget),
    inWave(3, definition),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: fresh } },
  ];

  const { result, events } = await engine.sync([argoApplication(namespace, objects)]);

  expect(result).toMatchObject({ outcome: 'synced', created: 3 });
  expect(story(events).slice(0, 1)).toEqual([`created ${fresh}`]);
  expect(story(events).at(-1)).toBe('created w');
  expect(await read(client, `/apis/${group}/v1/namespaces/${fresh}/widgets/w`)).toMatchObject({ spec: { size: 3 } });
  expect(
    (await read(client, `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`))?.metadata
      .annotations,
  ).not.toHaveProperty(['argocd.argoproj.io/tracking-id']);
  expect((await engine.sync([argoApplication(namespace, objects)])).result.outcome).toBe('unchanged');
});

test('Argo Applications go by their own waves, those of one wave together, and a failed one blocks the later ones of its environment only', async () => {
  const { namespace, engine } = await start();
  const app = (name: string, wave: number, environment: string, behaviour?: 'never-ready') =>
    argoApplication(namespace, [deployment(namespace, name, behaviour ? { behaviour } : {})], {
      name: `${namespace}-${name}`,
      wave,
      environment,
    });
  const applications = [
    app('later', 2, 'dev'),
    app('sick', 1, 'dev', 'never-ready'),
    app('well', 1, 'dev'),
    app('elsewhere', 2, 'staging'),
  ];

  const { results } = await engine.sync(applications, { timeoutMs: 2_000 });

  const outcomes = Object.fromEntries(
    results.map(({ application, outcome, message }) => [application.slice(namespace.length + 1), [outcome, message]]),
  );
  expect(outcomes).toMatchObject({
    sick: ['unhealthy', expect.any(String)],
    well: ['synced', undefined],
    elsewhere: ['synced', undefined],
  });
  expect(outcomes['later']).toEqual([
    'blocked',
    `not tried, because '${namespace}-sick' of an earlier wave is unhealthy`,
  ]);
});

test('a CRD of an earlier Argo Application serves the custom resources of a later one in the same run', async () => {
  const { namespace, engine } = await start();
  const group = `h${randomBytes(3).toString('hex')}.example.com`;
  const definition = customKind(group, { kind: 'Gadget', version: 'v1alpha1', scope: 'Cluster' });
  const gadget = { apiVersion: `${group}/v1alpha1`, kind: 'Gadget', metadata: { name: 'g' }, spec: { a: 1 } };

  const { results } = await engine.sync([
    argoApplication(namespace, [gadget], { name: `${namespace}-user`, wave: 1 }),
    argoApplication(namespace, [definition], { name: `${namespace}-crd`, wave: 0 }),
  ]);

  expect(results.map(({ outcome }) => outcome)).toEqual(['synced', 'synced']);
});
