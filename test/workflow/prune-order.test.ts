import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import {
  argoApplication,
  configMap,
  Engine,
  type EngineOptions,
  type EngineRun,
  meddle,
  read,
} from '../helpers/engine.js';
import { deployment } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('order')];
  const engine = new Engine(client);
  const sync = (objects: readonly KubeObject[], options: EngineOptions = {}) =>
    engine.sync([argoApplication(namespace, objects)], options);
  return { client, namespace, sync, path: `/api/v1/namespaces/${namespace}/configmaps` };
}

/** `name@wave`; what ends with `!` asks for PruneLast. */
const maps = (...names: readonly string[]): readonly KubeObject[] =>
  names.map((text) => {
    const [name = '', wave = '0'] = text.replace('!', '').split('@');
    const last: Record<string, string> = text.endsWith('!')
      ? { 'argocd.argoproj.io/sync-options': 'PruneLast=true' }
      : {};
    return configMap(name, {}, { annotations: { 'argocd.argoproj.io/sync-wave': wave, ...last } });
  });

const hook = configMap('smoke', {}, { annotations: { 'argocd.argoproj.io/hook': 'PostSync' } });

function done({ events }: EngineRun): readonly string[] {
  return events.flatMap((event) => (event.kind === 'done' ? [`${event.action} ${event.object.name}`] : []));
}

test('what left Git goes after everything is applied and before PostSync hooks, the last wave first, PruneLast after the rest', async () => {
  const { sync } = await start();
  await sync(maps('kept', 'early@-1', 'late@4', 'last@9!', 'more', 'many', 'enough'));

  const run = await sync([...maps('kept', 'more', 'many', 'enough', 'new@5'), hook]);

  expect(run.result.outcome).toBe('synced');
  expect(done(run)).toEqual(['created new', 'deleted late', 'deleted early', 'deleted last', 'ran smoke']);
});

test("in Argo CD's order it goes inside the waves, swapped, before what is applied there", async () => {
  const { sync } = await start();
  await sync(maps('kept', 'early@-1', 'late@4', 'last@2!', 'more', 'many', 'enough'));

  const run = await sync([...maps('kept', 'more', 'many', 'enough', 'new@4', 'first@-1'), hook], { asArgoCd: true });

  expect(run.result.outcome).toBe('synced');
  expect(done(run)).toEqual([
    'deleted late',
    'created first',
    'deleted early',
    'created new',
    'deleted last',
    'ran smoke',
  ]);
});

test("Argo CD's order does not wait for the last wave; ours does, and an earlier wave is waited for in both", async () => {
  const { namespace, sync } = await start();
  const stuck = deployment(namespace, 'web', { behaviour: 'never-ready' });

  expect((await sync([stuck], { asArgoCd: true })).result.outcome).toBe('synced');
  expect((await sync([stuck], { timeoutMs: 500 })).result.outcome).toBe('unhealthy');
  const gated = await sync([stuck, ...maps('later@1')], { asArgoCd: true, timeoutMs: 500 });
  expect(gated.result.outcome).toBe('unhealthy');
  expect(done(gated)).toEqual([]);
});

test.each([false, true])(
  'nothing is applied or deleted after a wave that is not healthy (as Argo CD: %s)',
  async (asArgoCd) => {
    const { client, namespace, sync, path } = await start();
    await sync(maps('a', 'b@1', 'c@2'));
    const web = deployment(namespace, 'web', { behaviour: 'never-ready' });

    const run = await sync([...maps('a', 'late@3'), web], { asArgoCd, timeoutMs: 500 });

    expect(run.result.outcome).toBe('unhealthy');
    expect(done(run)).toEqual(['created web']);
    for (const name of ['b', 'c']) expect(await read(client, `${path}/${name}`)).toBeDefined();
  },
);

test('the next wave of deletions, and PostSync hooks, wait until what was deleted is gone', async () => {
  const { client, sync, path } = await start();
  await sync(maps('kept', 'held@2', 'early@1'));
  await meddle(client, `${path}/held`, { metadata: { finalizers: ['example.com/hold'] } });

  const run = await sync([...maps('kept'), hook], { timeoutMs: 300 });

  expect(run.result).toMatchObject({
    outcome: 'unhealthy',
    unhealthy: [{ object: { name: 'held' }, message: 'waits for its finalizers: example.com/hold' }],
  });
  expect(done(run)).toEqual(['deleted held']);
  await meddle(client, `${path}/held`, { metadata: { finalizers: null } });
  const next = await sync([...maps('kept'), hook]);
  expect(next.result.outcome).toBe('synced');
  expect(done(next)).toEqual(['deleted early', 'ran smoke']);
});
