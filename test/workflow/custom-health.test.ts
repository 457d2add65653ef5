import { randomBytes } from 'node:crypto';
import { createHealth, type Health, type HealthOptions } from '../../src/cluster/health/custom.js';
import type { KubeClient } from '../../src/cluster/transport/client.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { status } from '../../src/workflow/status.js';
import { sync } from '../../src/workflow/sync.js';
import { verify } from '../../src/workflow/verify.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, read } from '../helpers/engine.js';
import { syncedRepository } from '../helpers/synced-repository.js';

const judges: Health[] = [];

function openHealth(options?: HealthOptions): Health {
  const health = createHealth(options);
  judges.push(health);
  return health;
}

afterEach(async () => {
  await closeClients();
  await Promise.all(judges.splice(0).map((health) => health.close()));
});

const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** A custom kind whose controller is the test. */
function definition(group: string, kind: string, plural: string, { hasStatus = true } = {}): KubeObject {
  const version = { name: 'v1', served: true, storage: true, ...(hasStatus ? { subresources: { status: {} } } : {}) };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          ...version,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: ANYTHING, status: ANYTHING } } },
        },
      ],
    },
  };
}

const CERTIFICATES = definition('cert-manager.io', 'Certificate', 'certificates');
const certificate = (name: string, secretName = name): KubeObject => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name },
  spec: { secretName, issuerRef: { name: 'ca' } },
});

async function setStatus(client: KubeClient, path: string, value: object): Promise<void> {
  const body = { status: value };
  await client.request({ method: 'PATCH', path: `${path}/status`, contentType: 'application/merge-patch+json', body });
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ready = (state: 'True' | 'False', message = 'told by its controller') => ({
  conditions: [{ type: 'Ready', status: state, reason: 'Test', message }],
});

test("sync waits for a custom kind by Argo CD's own rule, and starts its engine for no other", async () => {
  const [client, namespace] = [await testClient(), await testNamespace('custom')];
  const health = openHealth();
  const engine = new Engine(client);
  await engine.sync([argoApplication(namespace, [configMap('plain'), CERTIFICATES], { name: `${namespace}-crd` })], {
    health,
  });
  expect(health.enginesStarted).toBe(0);

  const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/tls`;
  const issued = until(() => read(client, path)).then(async () => {
    // Issuing: the conditions alone would say that it failed.
    await setStatus(client, path, {
      conditions: [...ready('False').conditions, { type: 'Issuing', status: 'True', message: 'issuing' }],
    });
    await setStatus(client, path, ready('True', 'issued'));
  });
  const { result, events } = await engine.sync([argoApplication(namespace, [certificate('tls')])], { health });
  await issued;

  expect(result.outcome).toBe('synced');
  expect(events.flatMap((event) => (event.kind === 'health' ? [`${event.status} ${event.message}`] : [])).at(-1)).toBe(
    'Healthy issued',
  );
  expect(health.enginesStarted).toBe(1);

  const before = client.statistics.requests;
  expect((await engine.sync([argoApplication(namespace, [certificate('tls')])], { health })).result.outcome).toBe(
    'unchanged',
  );
  expect(client.statistics.requests - before).toBeLessThanOrEqual(5);
});

test('rules of argocd-cm in Git, and those of the operator before them, judge sync, status and verify', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('custom')];
  const group = `g${randomBytes(3).toString('hex')}.example.com`;
  const widget: KubeObject = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w' }, spec: { size: 1 } };
  await using synced = await syncedRepository(namespace);
  const settings = (lua: string) => ({
    ...configMap('argocd-cm', { [`resource.customizations.health.${group}_Widget`]: lua }),
  });
  const lua =
    'if obj.spec.size > 1 then return {status = "Degraded", message = "too large"} end return {status = "Healthy"}';

  synced.commit('first', [settings(lua), definition(group, 'Widget', 'widgets'), widget]);
  expect(await sync(synced.options)).toMatchObject({ outcome: 'synced' });

  synced.commit('second', [settings(lua), definition(group, 'Widget', 'widgets'), { ...widget, spec: { size: 2 } }]);
  expect((await sync({ ...synced.options, timeoutMs: 1_000 })).applications[0]).toMatchObject({
    outcome: 'unhealthy',
    unhealthy: [{ object: { name: 'w' }, status: 'Degraded', message: 'too large' }],
  });
  expect((await status(synced.options)).applications[0]).toMatchObject({
    health: 'Degraded',
    unhealthy: [{ message: 'too large' }],
  });
  expect((await verify(synced.options)).applications[0]).toMatchObject({
    verified: false,
    unhealthy: [{ message: 'too large' }],
  });

  const healthRules = { [`${group}/Widget`]: { cel: { healthy: 'spec.size < 10' } } };
  expect(await sync({ ...synced.options, healthRules })).toMatchObject({ outcome: 'unchanged' });
  expect((await status({ ...synced.options, healthRules })).applications[0]).toMatchObject({
    health: 'Healthy',
    unhealthy: [],
  });
  expect((await verify({ ...synced.options, healthRules })).applications[0]).toMatchObject({ verified: true });
  await client.request({
    method: 'DELETE',
    path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`,
  });
});

test('a watch storm asks the engine once at a time, and the newest state decides', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('custom')];
  const group = `g${randomBytes(3).toString('hex')}.example.com`;
  const engine = new Engine(client);
  const gadget: KubeObject = { apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: 'g' }, spec: {} };
  let asked = 0;
  const judged = openHealth({
    overrides: { [`${group}/Gadget`]: { lua: 'return {status = obj.status and obj.status.state or "Progressing"}' } },
  });
  const health: Health = {
    ...judged,
    judge: (objects) => judged.judge(objects).finally(() => (asked += objects.length)),
  };
  await engine.sync(
    [argoApplication(namespace, [definition(group, 'Gadget', 'gadgets')], { name: `${namespace}-crd` })],
    { health },
  );
  const path = `/apis/${group}/v1/namespaces/${namespace}/gadgets/g`;

  const storm = until(() => read(client, path)).then(async () => {
    asked = 0;
    for (let step = 0; step < 40; step += 1) await setStatus(client, path, { state: 'Progressing', step });
    await setStatus(client, path, { state: 'Healthy' });
  });
  const { result } = await engine.sync([argoApplication(namespace, [gadget])], { health });
  await storm;

  expect(result.outcome).toBe('synced');
  expect(asked).toBeLessThan(60);
});

test('a custom resource that its controller has not seen is waited for a moment', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('custom')];
  const group = `g${randomBytes(3).toString('hex')}.example.com`;
  const engine = new Engine(client);
  const definitions = [definition(group, 'Quick', 'quicks'), definition(group, 'Mute', 'mutes', { hasStatus: false })];
  await engine.sync([argoApplication(namespace, definitions, { name: `${namespace}-crd` })]);
  const quick: KubeObject = { apiVersion: `${group}/v1`, kind: 'Quick', metadata: { name: 'q' }, spec: { size: 1 } };
  const mute: KubeObject = { ...quick, kind: 'Mute', metadata: { name: 'm' } };
  const path = `/apis/${group}/v1/namespaces/${namespace}/quicks/q`;

  let seen: Promise<void> | undefined;
  const { events } = await engine.sync([argoApplication(namespace, [quick, mute])], {
    onEvent: ({ kind }) => {
      if (kind === 'health') seen ??= setStatus(client, path, { observedGeneration: 1, ...ready('True') });
    },
  });
  await seen;

  const told = events.flatMap((event) =>
    event.kind === 'health' ? [`${event.object.name} ${event.status}: ${event.message}`] : [],
  );
  expect(told).toEqual([
    'q Progressing: waiting for its controller to write a status',
    'q Healthy: told by its controller',
  ]);

  const changed = until(async () => ((await read(client, path))?.metadata.generation === 2 ? true : undefined)).then(
    () => setStatus(client, path, { observedGeneration: 2, ...ready('False', 'ReconcileFailed') }),
  );
  const { result } = await engine.sync([argoApplication(namespace, [{ ...quick, spec: { size: 2 } }, mute])], {
    timeoutMs: 1_500,
  });
  await changed;
  expect(result.unhealthy).toEqual([expect.objectContaining({ object: expect.objectContaining({ name: 'q' }) })]);
});

test('a hook of a custom kind has ended when its own rule says so: an Argo Workflow by its phase', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('workflow')];
  const engine = new Engine(client);
  const definitions = definition('argoproj.io', 'Workflow', 'workflows', { hasStatus: false });
  await engine.sync([argoApplication(namespace, [definitions], { name: `${namespace}-crd` })]);
  const path = `/apis/argoproj.io/v1/namespaces/${namespace}/workflows`;
  const annotations = {
    'argocd.argoproj.io/hook': 'PreSync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  };
  const workflow: KubeObject = {
    apiVersion: 'argoproj.io/v1',
    kind: 'Workflow',
    metadata: { name: 'migrate', annotations },
    spec: {},
  };
  const run = (phases: readonly string[], settings: Readonly<Record<string, string>> = {}, timeoutMs = 30_000) => {
    const left = [...phases];
    return engine.sync([argoApplication(namespace, [workflow, configMap('settings', settings)])], {
      timeoutMs,
      onEvent: (event) => {
        const phase =
          event.kind === 'health' && event.object.kind === 'Workflow' && event.status === 'Progressing'
            ? left.shift()
            : undefined;
        if (phase === undefined) return;
        const body = { status: { phase, message: `it is ${phase}` } };
        void client.request({
          method: 'PATCH',
          path: `${path}/migrate`,
          contentType: 'application/merge-patch+json',
          body,
        });
      },
    });
  };

  const failed = await run(['Running', 'Failed']);
  expect(failed.result).toMatchObject({
    outcome: 'failed',
    created: 0,
    hooks: [{ result: 'failed', message: 'it is Failed' }],
  });
  const stuck = await run(['Running'], {}, 1_000);
  expect(stuck.result).toMatchObject({ outcome: 'failed', created: 0, hooks: [{ result: 'running' }] });
  const done = await run(['Running', 'Succeeded']);
  expect(done.result).toMatchObject({ outcome: 'synced', created: 1, hooks: [{ result: 'succeeded' }] });
  await client.request({
    method: 'DELETE',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/workflows.argoproj.io',
  });
});
