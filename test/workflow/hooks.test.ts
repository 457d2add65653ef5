import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, type EngineRun, read } from '../helpers/engine.js';
import { podTemplate, type WorkloadOptions } from '../helpers/workloads.js';

afterEach(closeClients);

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('hooks')];
  const at = (kind: string, name: string) => `/${kind === 'jobs' ? 'apis/batch' : 'api'}/v1/namespaces/${namespace}/${kind}/${name}`;
  const live = (name: string) => read(client, at('jobs', name));
  const sync = (engine: Engine, objects: readonly KubeObject[], options = {}) => engine.sync([argoApplication(namespace, objects)], options);
  return { client, namespace, engine: new Engine(client), live, sync, at };
}

interface HookSketch extends WorkloadOptions {
  readonly hook?: string;
  readonly policy?: string;
  readonly wave?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly generateName?: string;
}

/** A Job that is a hook; on the local control plane it succeeds at once unless told otherwise. */
function hook(name: string, { hook = 'PreSync', policy, wave, annotations, generateName, ...options }: HookSketch = {}): KubeObject {
  const notes: Record<string, string> = {
    ...(annotations ?? { 'argocd.argoproj.io/hook': hook }),
    ...(policy === undefined ? {} : { 'argocd.argoproj.io/hook-delete-policy': policy }),
    ...(wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) }),
  };
  const named = generateName === undefined ? { name } : ({ generateName } as unknown as { name: string });
  const spec = { backoffLimit: 0, template: podTemplate(name, options, 'Never') };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { ...named, annotations: notes }, spec };
}

/** What was done, in order: `ran migrate`, `created web`. */
function done({ events }: EngineRun): readonly string[] {
  return events.flatMap((event) => (event.kind === 'done' ? [`${event.action} ${event.object.name}`] : []));
}

test('hooks are run in their phases and waves around the objects, and an unchanged sync runs none and writes nothing', async () => {
  const { client, namespace, engine, live, sync } = await start();
  const objects = [
    hook('after', { hook: 'PostSync' }),
    configMap('settings'),
    hook('second', { wave: 1 }),
    hook('first', { wave: -1 }),
    hook('between', { hook: 'Sync', wave: 1 }),
    configMap('late', {}, { annotations: { 'argocd.argoproj.io/sync-wave': '2' } }),
  ];

  const first = await sync(engine, objects);

  expect(first.result.outcome).toBe('synced');
  expect(done(first)).toEqual(['ran first', 'ran second', 'created settings', 'ran between', 'created late', 'ran after']);
  const job = await live('first');
  expect(job?.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(`${namespace}:batch/Job:${namespace}/first`);
  expect(job?.metadata.finalizers ?? []).not.toContain('argocd.argoproj.io/hook-finalizer');
  const writes = client.statistics.writes;
  const second = await sync(engine, objects);
  expect(second.result.outcome).toBe('unchanged');
  expect(client.statistics.writes).toBe(writes);
  expect((await live('first'))?.metadata.uid).toBe(job?.metadata.uid);
});
