import { describeEvent } from '../../src/cli/reports/describe-event.js';
import { styleFor } from '../../src/cli/terminal/style.js';
import { scheduleOf } from '../../src/cluster/plan/schedule.js';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../helpers/api.js';
import { testNamespace } from '../helpers/cluster.js';
import { customKind } from '../helpers/custom-kind.js';
import { argoApplication, configMap, Engine, type EngineOptions, type EngineRun, read } from '../helpers/engine.js';
import { podTemplate, type WorkloadOptions } from '../helpers/workloads.js';

afterEach(closeClients);

const HOOK = 'argocd.argoproj.io/hook';
const POLICY = 'argocd.argoproj.io/hook-delete-policy';

async function start() {
  const [client, namespace] = [await testClient(), await testNamespace('hooks')];
  const engine = new Engine(client);
  return {
    client,
    namespace,
    engine,
    sync: (objects: readonly KubeObject[], options: EngineOptions = {}) =>
      engine.sync([argoApplication(namespace, objects)], options),
    job: (name: string) => read(client, `/apis/batch/v1/namespaces/${namespace}/jobs/${name}`),
    map: (name: string) => read(client, `/api/v1/namespaces/${namespace}/configmaps/${name}`),
    names: async (path: string) => {
      const { items } = (
        await client.request<{ items: KubeObject[] }>({ method: 'GET', path: path.replace('{namespace}', namespace) })
      ).body;
      return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
    },
  };
}

type Annotations = Readonly<Record<string, string>>;

/** A Job; on the local control plane it succeeds at once unless told otherwise. */
function job(name: string, annotations: Annotations, options: WorkloadOptions = {}): KubeObject {
  const spec = { backoffLimit: 0, template: podTemplate(name, options, 'Never') };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, annotations }, spec };
}

/** A hook that has no health, and has ended when it is made. */
function map(name: string, annotations: Annotations, data: Readonly<Record<string, string>> = {}): KubeObject {
  return configMap(name, data, { annotations });
}

/** What was done, in order: `ran migrate`, `created web`. */
function done({ events }: EngineRun): readonly string[] {
  return events.flatMap((event) => (event.kind === 'done' ? [`${event.action} ${event.object.name}`] : []));
}

/** What stands over each step: `ConfigMap in PreSync wave -1`. */
function stages({ events }: EngineRun): readonly string[] {
  return events.flatMap((event) => (event.kind === 'stage' ? [describeEvent(event, styleFor(false)) ?? ''] : []));
}

test('hooks are run in their phases and waves around the objects, and an unchanged sync runs none and writes nothing', async () => {
  const { client, namespace, sync, job: live } = await start();
  const wave = (number: number) => ({ 'argocd.argoproj.io/sync-wave': String(number) });
  const objects = [
    map('after', { [HOOK]: 'PostSync' }),
    configMap('settings'),
    job('second', { [HOOK]: 'PreSync', ...wave(1) }),
    map('first', { [HOOK]: 'PreSync', ...wave(-1) }),
    map('between', { [HOOK]: 'Sync', ...wave(1) }),
    configMap('late', {}, { annotations: wave(2) }),
    map('never', { [HOOK]: 'Skip' }),
    map('unknown', { [HOOK]: 'Presync' }),
  ];

  const first = await sync(objects);

  expect(first.result).toMatchObject({
    outcome: 'synced',
    created: 2,
    hooks: [{ object: { name: 'first' }, phase: 'PreSync', result: 'succeeded' }, {}, {}, {}],
  });
  expect(done(first)).toEqual([
    'ran first',
    'ran second',
    'created settings',
    'ran between',
    'created late',
    'ran after',
  ]);
  expect(stages(first)).toEqual([
    'ConfigMap, PreSync wave -1: 1 object',
    'Job, PreSync wave 1: 1 object',
    'ConfigMap, Sync wave 0: 1 object',
    'ConfigMap, Sync wave 1: 1 object',
    'ConfigMap, Sync wave 2: 1 object',
    'ConfigMap, PostSync wave 0: 1 object',
  ]);
  const made = await live('second');
  expect(made?.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(
    `${namespace}:batch/Job:${namespace}/second`,
  );
  expect(made?.metadata.finalizers ?? []).not.toContain('argocd.argoproj.io/hook-finalizer');
  const { writes } = client.statistics;
  const second = await sync(objects);
  expect(second.result.outcome).toBe('unchanged');
  expect(done(second)).toEqual([]);
  expect(client.statistics.writes).toBe(writes);
  expect((await live('second'))?.metadata.uid).toBe(made?.metadata.uid);
});

test('a failing PreSync hook stops everything, says why, and the next sync runs it again', async () => {
  const { engine, namespace, sync, job: live, map: liveMap } = await start();
  const objects = (behaviour?: 'job-fail') => [
    job('migrate', { [HOOK]: 'PreSync' }, { behaviour }),
    configMap('settings'),
  ];

  const failed = await sync(objects('job-fail'));

  expect(failed.result).toMatchObject({
    outcome: 'failed',
    created: 0,
    errors: [{ code: 'CLUSTER_HOOK_FAILED', object: `Job ${namespace}/migrate` }],
  });
  expect(failed.result.errors[0]?.message).toContain(`PreSync hook Job ${namespace}/migrate failed: `);
  expect(failed.result.hooks).toMatchObject([{ result: 'failed', phase: 'PreSync' }]);
  expect(await liveMap('settings')).toBeUndefined();
  const before = await live('migrate');
  expect((await engine.inventory(namespace))?.entries).toMatchObject([
    { kind: 'Job', name: 'migrate', hook: 'PreSync', uid: before?.metadata.uid },
  ]);

  const mended = await sync(objects());
  expect(mended.result.outcome).toBe('synced');
  expect((await live('migrate'))?.metadata.uid).not.toBe(before?.metadata.uid);
});

test('a hook that failed in every attempt is told with its cause once, that of the last', async () => {
  const { engine, namespace } = await start();
  const objects = [job('migrate', { [HOOK]: 'PreSync' }, { behaviour: 'job-fail' }), configMap('settings')];
  const syncPolicy = { retry: { limit: 1, backoff: { duration: '50ms' } } };

  const { result } = await engine.sync([argoApplication(namespace, objects, { spec: { syncPolicy } })]);

  expect(result).toMatchObject({ outcome: 'failed', attempts: 2 });
  expect(result.hooks?.map(({ events = [] }) => events.length > 0)).toEqual([false, true]);
});

test('when something fails SyncFail hooks are run, and hooks are deleted whose policy is HookFailed; PostSync never comes', async () => {
  const { sync, names, map: live } = await start();
  const objects = [
    map('prepared', { [HOOK]: 'PreSync', [POLICY]: 'HookFailed' }),
    map('kept', { [HOOK]: 'PreSync' }),
    job('broken', { [HOOK]: 'Sync', [POLICY]: 'HookFailed' }, { behaviour: 'job-fail' }),
    map('alarm', { [HOOK]: 'SyncFail' }),
    map('brief-alarm', { [HOOK]: 'SyncFail', [POLICY]: 'HookFailed' }),
    map('smoke', { [HOOK]: 'PostSync' }),
    configMap('settings'),
  ];

  const { result, ...run } = await sync(objects);

  expect(result.outcome).toBe('failed');
  expect(result.errors).toHaveLength(1);
  expect(done({ result, ...run } as EngineRun)).toEqual([
    'ran kept',
    'ran prepared',
    'created settings',
    'ran broken',
    'ran alarm',
    'ran brief-alarm',
  ]);
  expect(await names('/api/v1/namespaces/{namespace}/configmaps')).toEqual(['alarm', 'kept', 'settings']);
  expect(await names('/apis/batch/v1/namespaces/{namespace}/jobs')).toEqual([]);
  expect(await live('smoke')).toBeUndefined();
});

test('after a SyncFail hook has failed the others of its wave are waited for, and those of later waves run', async () => {
  const { sync, names } = await start();
  const wave = (number: number) => ({ 'argocd.argoproj.io/sync-wave': String(number) });
  const onFailure = (number: number, policy: string) => ({ [HOOK]: 'SyncFail', [POLICY]: policy, ...wave(number) });
  const objects = [
    job('broken', { [HOOK]: 'PostSync', [POLICY]: 'HookFailed' }, { behaviour: 'job-fail' }),
    job('fails', onFailure(-1, 'HookFailed'), { behaviour: 'job-fail' }),
    job('beside', onFailure(-1, 'BeforeHookCreation')),
    map('tell', onFailure(0, 'BeforeHookCreation')),
    job('clean-up', onFailure(1, 'BeforeHookCreation')),
  ];

  const run = await sync(objects);

  expect(run.result.outcome).toBe('failed');
  expect(run.result.hooks?.map(({ object, result }) => `${object.name} ${result}`).sort()).toEqual([
    'beside succeeded',
    'broken failed',
    'clean-up succeeded',
    'fails failed',
    'tell succeeded',
  ]);
  expect(run.result.errors.map(({ code }) => code)).toEqual(['CLUSTER_HOOK_FAILED', 'CLUSTER_HOOK_FAILED']);
  expect(await names('/apis/batch/v1/namespaces/{namespace}/jobs')).toEqual(['beside', 'clean-up']);
});

test('SyncFail hooks are run too when an object does not become healthy, and never when all is well', async () => {
  const { sync, map: live } = await start();
  const alarm = map('alarm', { [HOOK]: 'SyncFail' });
  const well = await sync([configMap('a'), alarm]);
  expect(well.result.outcome).toBe('synced');
  expect(well.events).toContainEqual(expect.objectContaining({ kind: 'planned', create: 1, run: 0 }));
  expect(scheduleOf(well.planned.planned[0]!.plan)).toMatchObject([
    { action: 'create' },
    { action: 'run', phase: 'SyncFail', reason: 'only after a failure' },
  ]);
  expect(await live('alarm')).toBeUndefined();

  const ill = await sync([job('broken', {}, { behaviour: 'job-fail' }), configMap('a'), alarm]);

  const { result } = ill;
  expect(stages(ill)).toEqual(['Job, Sync wave 0: 1 object', 'ConfigMap, SyncFail wave 0: 1 object']);
  expect(result.outcome).toBe('unhealthy');
  expect(result.hooks).toMatchObject([{ object: { name: 'alarm' }, phase: 'SyncFail', result: 'succeeded' }]);
  expect(await live('alarm')).toBeDefined();
});

test('each delete policy: before the next run, after success, with Helm words too', async () => {
  const { engine, namespace, sync, map: live, names } = await start();
  const objects = (version: string) => [
    map('before', { [HOOK]: 'PreSync' }),
    map('succeeded', { [HOOK]: 'PostSync', [POLICY]: 'HookSucceeded' }),
    map('helm', { 'helm.sh/hook': 'pre-install', 'helm.sh/hook-delete-policy': 'hook-succeeded' }),
    map('failed', { [HOOK]: 'PostSync', [POLICY]: 'HookFailed' }),
    configMap('settings', { version }),
  ];
  expect((await sync(objects('1'))).result.outcome).toBe('synced');
  expect(await names('/api/v1/namespaces/{namespace}/configmaps')).toEqual(['before', 'failed', 'settings']);
  const [before, failed] = [await live('before'), await live('failed')];
  const remembered = (await engine.inventory(namespace))?.entries.flatMap(({ name, hook }) =>
    hook ? [`${name} ${hook}`] : [],
  );
  expect(remembered).toEqual(['before PreSync', 'failed PostSync']);

  const second = await sync(objects('2'));

  expect(second.result).toMatchObject({ outcome: 'synced', updated: 1 });
  expect(done(second)).toEqual(['ran before', 'ran helm', 'updated settings', 'ran failed', 'ran succeeded']);
  expect((await live('before'))?.metadata.uid).not.toBe(before?.metadata.uid);
  // Only applied again, as Argo CD does where a policy is given that is not BeforeHookCreation.
  expect((await live('failed'))?.metadata.uid).toBe(failed?.metadata.uid);
});

test('a hook of several phases is run in each, and one of a Helm chart in its phase by its weight; tests and CRDs are none', async () => {
  const { sync, map: live } = await start();
  const objects = [
    map('twice', { [HOOK]: 'PostSync,PreSync' }),
    map('heavy', { 'helm.sh/hook': 'pre-install,pre-upgrade', 'helm.sh/hook-weight': '5' }),
    map('light', { 'helm.sh/hook': 'pre-upgrade', 'helm.sh/hook-weight': '-5' }),
    map('check', { 'helm.sh/hook': 'test' }),
    map('plain', { 'helm.sh/hook': 'crd-install' }),
    map('argo', { 'helm.sh/hook': 'pre-install', [HOOK]: 'PostSync' }),
  ];

  const run = await sync(objects);

  expect(done(run)).toEqual(['ran light', 'ran twice', 'ran heavy', 'created plain', 'ran argo', 'ran twice']);
  expect(run.result.outcome).toBe('synced');
  expect(await live('check')).toBeUndefined();
  const [begun] = run.events;
  expect(begun).toMatchObject({ kind: 'started', objects: 6, hooks: 4, ignored: 1 });
  expect(begun && describeEvent(begun, styleFor(false))).toMatch(/, 1 object, 4 hooks$/);
});

test('a hook with a generateName gets a name of commit, phase and time, and is made anew each time', async () => {
  const { engine, namespace, sync, names } = await start();
  const hook = {
    ...map('', { [HOOK]: 'PreSync' }),
    metadata: { generateName: 'note-', annotations: { [HOOK]: 'PreSync' } },
  } as unknown as KubeObject;

  const first = await sync([hook, configMap('a')], { commit: 'abcdef0123456789' });

  expect(first.result.outcome).toBe('synced');
  const [, name] = await names('/api/v1/namespaces/{namespace}/configmaps');
  expect(name).toMatch(/^note-abcdef0-presync-\d{10}$/);
  expect((await engine.inventory(namespace))?.entries.find(({ hook: isHook }) => isHook)).toMatchObject({
    name,
    hook: 'PreSync',
  });
  expect((await sync([hook, configMap('a')], { commit: '1234567890' })).result.outcome).toBe('unchanged');
  expect((await sync([hook, configMap('a', { v: '2' })], { commit: '1234567890' })).result.outcome).toBe('synced');
  const all = await names('/api/v1/namespaces/{namespace}/configmaps');
  expect(all.map((one) => one.replace(/\d{10}$/, ''))).toEqual(['a', 'note-1234567-presync-', 'note-abcdef0-presync-']);
  expect((await engine.inventory(namespace))?.entries).toHaveLength(3);
});

test('hooks are run when they changed, when asked for, after a failure, and not when told not to', async () => {
  const { sync } = await start();
  const objects = (version: string) => [map('before', { [HOOK]: 'PreSync' }, { version }), configMap('settings')];
  expect((await sync(objects('1'))).result.outcome).toBe('synced');

  expect(done(await sync(objects('1'), { hooks: 'always' }))).toEqual(['ran before']);
  expect(done(await sync(objects('2'), { hooks: 'never' }))).toEqual([]);
  const changed = await sync(objects('2'));
  expect(done(changed)).toEqual(['ran before']);
  expect(changed.planned.planned[0]?.plan.runs).toMatchObject([{ reason: 'hooks changed' }]);
  expect((await sync(objects('2'))).result.outcome).toBe('unchanged');

  expect(
    (await sync([...objects('2'), job('broken', { [HOOK]: 'PostSync' }, { behaviour: 'job-fail' })])).result.outcome,
  ).toBe('failed');
  const again = await sync([...objects('2'), job('broken', { [HOOK]: 'PostSync' }, { behaviour: 'job-fail' })], {
    hooks: 'never',
  });
  expect(done(again)).toEqual([]);
  const last = await sync(objects('2'));
  expect(last.planned.planned[0]?.plan.runs).toMatchObject([{ reason: 'the last run was failed' }]);
  expect(last.result.outcome).toBe('synced');
});

test('a hook that does not end in time fails the sync, is left running, and is made again by the next', async () => {
  const { sync, job: live } = await start();
  const objects = (behaviour?: 'never-ready') => [
    job('slow', { [HOOK]: 'PreSync' }, { behaviour }),
    configMap('settings'),
  ];

  const { result } = await sync(objects('never-ready'), { timeoutMs: 1_000 });

  expect(result).toMatchObject({
    outcome: 'failed',
    errors: [{ code: 'CLUSTER_HOOK_FAILED' }],
    hooks: [{ result: 'running' }],
  });
  expect(result.errors[0]?.message).toContain('did not end within 1 s');
  const stuck = await live('slow');
  expect(stuck).toBeDefined();
  expect((await sync(objects())).result.outcome).toBe('synced');
  expect((await live('slow'))?.metadata.uid).not.toBe(stuck?.metadata.uid);
});

test('a suspended hook is still running: it is waited for until it goes on, or the time is over', async () => {
  const { client, namespace, sync, job: live } = await start();
  const migrate = job('migrate', { [HOOK]: 'PreSync' });
  const objects = [{ ...migrate, spec: { ...(migrate['spec'] as object), suspend: true } }, configMap('settings')];

  const { result } = await sync(objects, { timeoutMs: 1_000 });
  expect(result).toMatchObject({
    outcome: 'failed',
    created: 0,
    hooks: [{ result: 'running' }],
    errors: [{ code: 'CLUSTER_HOOK_FAILED' }],
  });

  const path = `/apis/batch/v1/namespaces/${namespace}/jobs/migrate`;
  const resumed = await sync(objects, {
    onEvent: (event) => {
      if (event.kind !== 'health' || event.status !== 'Suspended') return;
      void client.request({
        method: 'PATCH',
        path,
        contentType: 'application/merge-patch+json',
        body: { spec: { suspend: false } },
      });
    },
  });
  expect(resumed.result).toMatchObject({ outcome: 'synced', created: 1, hooks: [{ result: 'succeeded' }] });
  expect((await live('migrate'))?.['status']).toMatchObject({ succeeded: 1 });
});

test('a hook that an interrupted run left running is waited for, not started twice', async () => {
  const { sync, engine, namespace, job: live, client } = await start();
  const objects = [job('slow', { [HOOK]: 'PreSync' }, { behaviour: 'never-ready' }), configMap('settings')];
  const interruption = new AbortController();
  const interrupted = await sync(objects, {
    signal: interruption.signal,
    onEvent: (event) => {
      if (event.kind === 'health' && event.object.name === 'slow') interruption.abort();
    },
  });
  expect(interrupted.result.outcome).toBe('interrupted');
  const running = await live('slow');
  expect((await engine.inventory(namespace))?.operation).toBeDefined();

  const ended = sync(objects);
  // What it runs ends while the next sync waits for it.
  setTimeout(() => void complete(client, namespace, 'slow'), 500);
  const { result, events } = await ended;

  expect(result.outcome).toBe('synced');
  expect((await live('slow'))?.metadata.uid).toBe(running?.metadata.uid);
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: 'warning',
      message: 'an interrupted run left this hook running: it is waited for',
    }),
  );
});

async function complete(
  client: Awaited<ReturnType<typeof testClient>>,
  namespace: string,
  name: string,
): Promise<void> {
  const now = new Date().toISOString();
  const { items } = (
    await client.request<{ items: KubeObject[] }>({
      method: 'GET',
      path: `/api/v1/namespaces/${namespace}/pods`,
      query: { labelSelector: `app=${name}` },
    })
  ).body;
  for (const pod of items) {
    const terminated = { exitCode: 0, startedAt: now, finishedAt: now };
    const status = {
      phase: 'Succeeded',
      containerStatuses: [
        { name: 'web', image: 'x', imageID: 'x', ready: false, restartCount: 0, state: { terminated } },
      ],
    };
    const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/status`;
    await client.request({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body: { status } });
  }
}

test('what is wrong with a hook stops the sync before the first write', async () => {
  const { client, sync } = await start();
  const misspelt = job('migrate', { [HOOK]: 'PreSync' });
  (misspelt['spec'] as Record<string, unknown>)['backofLimit'] = 1;
  const unknown = {
    apiVersion: 'example.com/v1',
    kind: 'Workflow',
    metadata: { name: 'w', annotations: { [HOOK]: 'PostSync' } },
  };

  expect((await sync([misspelt, unknown, configMap('a')])).problems).toEqual([
    'CLUSTER_UNKNOWN_KIND',
    'CLUSTER_INVALID',
  ]);
  const foreign = map('foreign', { [HOOK]: 'PreSync' });
  await sync([configMap('kept')]);
  const { writes } = client.statistics;
  expect(
    (
      await sync([
        { ...foreign, metadata: { ...foreign.metadata, name: 'kube-root-ca.crt' } },
        configMap('kept', { v: '2' }),
      ])
    ).problems,
  ).toEqual(['CLUSTER_NOT_OURS']);
  expect(client.statistics.writes).toBe(writes);
});

test('what a hook left is not pruned with it, and goes when the whole application does', async () => {
  const { engine, namespace, sync, map: live } = await start();
  await sync([map('before', { [HOOK]: 'PreSync' }), configMap('a'), configMap('b')]);

  expect((await sync([configMap('a')])).result).toMatchObject({ outcome: 'synced', deleted: 1 });
  expect(await live('before')).toBeDefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name }) => name)).toEqual(['a', 'before']);

  await engine.sync([], { pruneOrphaned: true });
  expect(await live('before')).toBeUndefined();
  expect(await engine.inventory(namespace)).toBeUndefined();
});

test('an object that becomes a hook, and a hook that becomes an object, go on under their name', async () => {
  const { engine, namespace, sync, map: live } = await start();
  await sync([configMap('a'), configMap('b')]);

  expect((await sync([map('a', { [HOOK]: 'PostSync' }), configMap('b')])).result).toMatchObject({
    outcome: 'synced',
    deleted: 0,
  });
  expect((await engine.inventory(namespace))?.entries).toMatchObject([{ name: 'a', hook: 'PostSync' }, { name: 'b' }]);

  expect((await sync([configMap('a'), configMap('b')])).result).toMatchObject({ outcome: 'synced', deleted: 0 });
  expect(await live('a')).toBeDefined();
  expect((await engine.inventory(namespace))?.entries.map(({ name, hook }) => [name, hook])).toEqual([
    ['a', undefined],
    ['b', undefined],
  ]);
});

test('a Namespace and a CustomResourceDefinition that a hook needs are made before it', async () => {
  const { client, namespace, sync } = await start();
  const [group, other] = [`${namespace}.example.com`, `${namespace}-other`];
  const definition = customKind(group);
  const widget: KubeObject = {
    apiVersion: `${group}/v1`,
    kind: 'Widget',
    metadata: { name: 'w', namespace: other, annotations: { [HOOK]: 'PreSync' } },
  };
  const made: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: other } };

  const run = await sync([
    widget,
    configMap('settings'),
    definition,
    made,
    {
      ...map('note', { [HOOK]: 'PreSync' }),
      metadata: { name: 'note', namespace: other, annotations: { [HOOK]: 'PreSync' } },
    },
  ]);

  expect(run.problems).toEqual([]);
  expect(done(run)).toEqual([`created ${other}`, `created widgets.${group}`, 'ran note', 'ran w', 'created settings']);
  await client.request({
    method: 'DELETE',
    path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`,
  });
  await client.request({ method: 'DELETE', path: `/api/v1/namespaces/${other}` });
});

test('a hook that another Argo Application runs under this name is refused, not run over', async () => {
  const { engine, namespace, sync, map: live } = await start();
  const objects = [map('before', { [HOOK]: 'PreSync' }), configMap('a')];
  expect((await sync(objects)).result.outcome).toBe('synced');
  const made = await live('before');
  const other = argoApplication(namespace, [map('before', { [HOOK]: 'PreSync' }), configMap('b')], {
    name: `${namespace}-other`,
  });

  expect((await engine.sync([argoApplication(namespace, objects), other])).problems).toEqual(['CLUSTER_SHARED_OBJECT']);
  expect((await live('before'))?.metadata.uid).toBe(made?.metadata.uid);
});
