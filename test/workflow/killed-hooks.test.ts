import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { argoApplication, configMap, Engine, type EngineOptions, read } from '../helpers/engine.js';
import { podTemplate, type WorkloadOptions } from '../helpers/workloads.js';

afterEach(closeClients);

// A hook that an interrupted run left, and that changed since: docs/hooks-and-waves.md, "Hooks". The full
// table is in test/cluster/plan/replaces-hook.test.ts; here is what the API server has a say in.

const POLICIES = ['BeforeHookCreation', 'HookSucceeded', 'HookFailed', 'HookSucceeded,HookFailed'];
type Make = (name: string, policy: string, image: string, options?: WorkloadOptions) => KubeObject;

function annotations(policy: string, phase: string) {
  return { 'argocd.argoproj.io/hook': phase, 'argocd.argoproj.io/hook-delete-policy': policy };
}

function job(phase: string): Make {
  return (name, policy, image, options = {}) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, annotations: annotations(policy, phase) },
    spec: { backoffLimit: 0, template: podTemplate(image, options, 'Never') },
  });
}

const pod: Make = (name, policy, label, options = {}) => {
  const { metadata, spec } = podTemplate(label, options, 'Never') as Pick<KubeObject, 'metadata'> & { spec: object };
  const all = { ...metadata.annotations, ...annotations(policy, 'PreSync') };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name, annotations: all }, spec };
};

const generated: Make = (name, policy, image, options = {}) => {
  const made = job('PreSync')(name, policy, image, options);
  const { name: _, ...metadata } = made.metadata;
  return { ...made, metadata: { ...metadata, generateName: `${name}-` } } as KubeObject;
};

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('killed')];
  const engine = new Engine(client);
  const sync = (objects: readonly KubeObject[], options: EngineOptions = {}) =>
    engine.sync([argoApplication(namespace, objects)], options);
  /** Leaves the inventory as a killed run does: with its operation, and with the hook. */
  const interrupt = async (objects: readonly KubeObject[]) => {
    const interruption = new AbortController();
    const { result } = await sync(objects, {
      signal: interruption.signal,
      onEvent: (event) => {
        if (event.kind === 'health') interruption.abort();
      },
    });
    expect(result.outcome).toBe('interrupted');
    expect((await engine.inventory(namespace))?.operation).toBeDefined();
  };
  const names = async (path: string) => {
    const { body } = await client.request<{ items: KubeObject[] }>({ method: 'GET', path });
    return body.items.map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
  };
  return { client, namespace, engine, sync, interrupt, names };
}

test.each<[string, string, Make]>([
  ...POLICIES.map((policy) => ['a Job before the sync', policy, job('PreSync')] as [string, string, Make]),
  ['a Job after the sync', 'HookSucceeded', job('PostSync')],
  ['a Job with a generateName', 'HookSucceeded', generated],
])('%s, %s: the changed hook runs, and what an interrupted run left is gone', async (_, policy, make) => {
  const { namespace, sync, interrupt, names } = await start();
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  await interrupt([make('pre', policy, 'first', { behaviour: 'never-ready' }), configMap('settings')]);
  const left = await names(path);
  expect(left).toHaveLength(1);

  const { result, problems } = await sync([make('pre', policy, 'second'), configMap('settings')]);

  expect(problems).toEqual([]);
  expect(result).toMatchObject({ outcome: 'synced', hooks: [{ result: 'succeeded' }] });
  expect(await names(path)).not.toEqual(expect.arrayContaining(left));
  expect((await sync([make('pre', policy, 'second'), configMap('settings')])).result.outcome).toBe('unchanged');
});

test('a Pod that an interrupted run left is made again when it changed', async () => {
  const { client, namespace, sync, interrupt } = await start();
  const path = `/api/v1/namespaces/${namespace}/pods/pre`;
  await interrupt([pod('pre', 'HookSucceeded', 'first', { behaviour: 'never-ready' })]);
  const left = (await read(client, path))?.metadata.uid;

  const changed = { image: 'registry.example.com/web:2', behaviour: 'never-ready' } as const;
  const { problems, result } = await sync([pod('pre', 'HookSucceeded', 'second', changed)], { timeoutMs: 500 });

  expect(problems).toEqual([]);
  expect(result.hooks).toMatchObject([{ result: 'running' }]);
  const made = await read(client, path);
  expect(left).toBeDefined();
  expect(made?.metadata.uid).not.toBe(left);
  expect(made?.['spec']).toMatchObject({ containers: [{ image: 'registry.example.com/web:2' }] });
});

test('what a run that ended left, and Kubernetes does not let change, is deleted first: the failed migration is mended', async () => {
  const { client, namespace, sync } = await start();
  const make = job('PreSync');
  const failed = await sync([make('pre', 'HookSucceeded', 'first', { behaviour: 'job-fail' }), configMap('settings')]);
  expect(failed.result.outcome).toBe('failed');
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs/pre`;
  expect(await read(client, path)).toBeDefined();

  const mended = await sync([make('pre', 'HookSucceeded', 'second'), configMap('settings')]);

  expect(mended.problems).toEqual([]);
  expect(mended.result.outcome).toBe('synced');
  expect(await read(client, path)).toBeUndefined();
});

test('an unchanged hook that the API server writes in its own way is waited for, and not made again', async () => {
  const { client, namespace, sync, interrupt } = await start();
  const make = (options: WorkloadOptions = {}): KubeObject => {
    const made = job('PreSync')('pre', 'BeforeHookCreation', 'first', options);
    const spec = made['spec'] as { template: { spec: { containers: object[] } } };
    const [container] = spec.template.spec.containers;
    const limited = { ...container, resources: { requests: { cpu: '1000m' } } };
    const template = { ...spec.template, spec: { ...spec.template.spec, containers: [limited] } };
    return { ...made, spec: { ...spec, template } };
  };
  await interrupt([make({ behaviour: 'never-ready' }), configMap('settings')]);
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs/pre`;
  const before = (await read(client, path))?.metadata.uid;

  const waited = await sync([make({ behaviour: 'never-ready' }), configMap('settings')], { timeoutMs: 500 });

  expect(waited.result).toMatchObject({ outcome: 'failed', hooks: [{ result: 'running' }] });
  expect((await read(client, path))?.metadata.uid).toBe(before);
});
