import { setTimeout as sleep } from 'node:timers/promises';
import { createHealth } from '../../../src/cluster/health/custom.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { discover } from '../../../src/cluster/transport/discover.js';
import { waitForHealth } from '../../../src/cluster/wait/wait.js';
import type { WaitOptions } from '../../../src/cluster/wait/wait-options.js';
import type { WaitTarget } from '../../../src/cluster/wait/wait-target.js';
import { identityOf } from '../../../src/manifest/identity.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, faultyClient, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { deployment, podTemplate } from '../../helpers/workloads.js';

afterEach(closeClients);

const health = createHealth();
afterAll(() => health.close());
const wait = (options: Omit<WaitOptions, 'health'>) => waitForHealth({ health, ...options });

const COLLECTION: Readonly<Record<string, string>> = {
  Deployment: 'apis/apps/v1/namespaces/NS/deployments',
  StatefulSet: 'apis/apps/v1/namespaces/NS/statefulsets',
  DaemonSet: 'apis/apps/v1/namespaces/NS/daemonsets',
  Job: 'apis/batch/v1/namespaces/NS/jobs',
  ConfigMap: 'api/v1/namespaces/NS/configmaps',
  PersistentVolumeClaim: 'api/v1/namespaces/NS/persistentvolumeclaims',
  ResourceQuota: 'api/v1/namespaces/NS/resourcequotas',
};

function collection({ kind, metadata }: KubeObject): string {
  return `/${COLLECTION[kind]!.replace('NS', metadata.namespace!)}`;
}

async function apply(client: KubeClient, ...objects: readonly KubeObject[]): Promise<WaitTarget[]> {
  for (const object of objects) {
    const request = {
      path: `${collection(object)}/${object.metadata.name}`,
      query: { fieldManager: 'test', force: true },
    } as const;
    await client.request({ method: 'PATCH', ...request, body: object, contentType: 'application/apply-patch+yaml' });
  }
  return objects.map((object) => ({ ...identityOf(object), apiVersion: object.apiVersion }));
}

test('waits until workloads are healthy and tells each change once', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const objects = [deployment(namespace, 'a', { replicas: 2 }), deployment(namespace, 'b')];
  const targets = await apply(client, ...objects, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace },
  });
  const told: string[] = [];

  const before = client.statistics.requests;
  const outcomes = await wait({
    client,
    discovery: await discover(client),
    objects: targets,
    timeoutMs: 600_000,
    onVerdict: ({ name }, verdict) => told.push(`${name} ${verdict?.status} ${verdict?.message ?? ''}`),
  });

  expect(outcomes.map(({ target, result }) => [target.name, result])).toEqual([
    ['a', 'healthy'],
    ['b', 'healthy'],
    ['c', 'healthy'],
  ]);
  expect(outcomes[2]).not.toHaveProperty('verdict');
  expect(told).toContain('a Healthy ');
  const each = ['a', 'b'].map((name) => told.filter((one) => one.startsWith(`${name} `)));
  expect(each.flatMap((ofOne) => ofOne.filter((one, index) => one === ofOne[index - 1]))).toEqual([]);
  // Discovery, one list and watch of Deployments, at most one of pods and the look-up of ReplicaSets in
  // trouble.
  expect(client.statistics.requests - before).toBeLessThanOrEqual(8);
});

test('a broken image fails long before the time is over with what the pod says, though the old pods still run', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const discovery = await discover(client);
  const good = await apply(client, deployment(namespace, 'web', { replicas: 2 }));
  await wait({ client, discovery, objects: good, timeoutMs: 600_000 });
  const bad = await apply(
    client,
    deployment(namespace, 'web', { replicas: 2, image: 'registry.example.com/web:nope', behaviour: 'image-pull' }),
  );

  const [outcome] = await wait({ client, discovery, objects: bad, timeoutMs: 600_000, stuckAfterMs: 500 });

  expect(outcome).toMatchObject({ result: 'failed', verdict: { status: 'Degraded', rule: 'apps/Deployment' } });
  expect(outcome!.verdict!.message).toMatch(
    /new replicas have been updated.* Pod web-\w+-\w+: container "web": ImagePullBackOff: Back-off pulling image .*web:nope/,
  );
});

test('pods of the revision that is being replaced are not held against the new one', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const discovery = await discover(client);
  const bad = await apply(
    client,
    deployment(namespace, 'web', { image: 'registry.example.com/web:nope', behaviour: 'image-pull' }),
  );
  await wait({ client, discovery, objects: bad, timeoutMs: 600_000, stuckAfterMs: 100 });
  const good = await apply(
    client,
    deployment(namespace, 'web', { image: 'registry.example.com/web:2', behaviour: 'slow' }),
  );

  const [outcome] = await wait({ client, discovery, objects: good, timeoutMs: 600_000, stuckAfterMs: 100 });

  expect(outcome).toMatchObject({ result: 'healthy' });
});

test.each([
  [
    'StatefulSet',
    { serviceName: 'w', replicas: 1 },
    'crash',
    /Pod w-0: container "web": CrashLoopBackOff: .*exit code 1/,
  ],
  ['DaemonSet', {}, 'image-pull', /Pod w-\w+: container "web": ImagePullBackOff/],
] as const)('a %s fails early with the reason of its pod', async (kind, spec, behaviour, reason) => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const template = podTemplate('w', { behaviour });
  const object = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'w', namespace },
    spec: { ...spec, selector: { matchLabels: { app: 'w' } }, template },
  };
  const objects = await apply(client, object);

  const [outcome] = await wait({
    client,
    discovery: await discover(client),
    objects,
    timeoutMs: 600_000,
    stuckAfterMs: 300,
  });

  expect(outcome!.result).toBe('failed');
  expect(outcome!.verdict!.message).toMatch(reason);
});

test('a Job that fails ends the wait, with the other objects pending', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate', namespace },
    spec: { backoffLimit: 0, template: podTemplate('migrate', { behaviour: 'job-fail' }, 'Never') },
  };
  const objects = await apply(client, deployment(namespace, 'web', { behaviour: 'never-ready' }), job);

  const outcomes = await wait({ client, discovery: await discover(client), objects, timeoutMs: 600_000 });

  expect(outcomes.map(({ result }) => result)).toEqual(['pending', 'failed']);
  expect(outcomes[1]!.verdict).toMatchObject({ status: 'Degraded', final: true });
  expect(outcomes[1]!.verdict!.message).toMatch(/backoff limit/);
});

test('at the end of the time it says what is missing, from the object, its pods or its events', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace },
    spec: { hard: { 'count/configmaps': '100' } },
  };
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'no-such-class',
      resources: { requests: { storage: '1Gi' } },
    },
  };
  await apply(client, quota);
  const objects = await apply(client, deployment(namespace, 'web', { behaviour: 'never-ready' }), claim);

  const outcomes = await wait({ client, discovery: await discover(client), objects, timeoutMs: 4_000 });

  expect(outcomes.map(({ result }) => result)).toEqual(['timeout', 'timeout']);
  expect(outcomes[0]!.verdict!.message).toMatch(/0 of 1 updated replicas are available\.\.\. Pod web-\S+: /);
  expect(outcomes[1]!.verdict!.message).toMatch(/ProvisioningFailed: storageclass.* "no-such-class" not found/);
});

test('a Deployment whose pods a quota refuses fails with the refusal', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const discovery = await discover(client);
  await apply(client, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'none', namespace },
    spec: { hard: { pods: '0' } },
  });
  const objects = await apply(client, deployment(namespace, 'web'));

  const [outcome] = await wait({ client, discovery, objects, timeoutMs: 600_000, stuckAfterMs: 500 });

  expect(outcome!.result).toBe('failed');
  expect(outcome!.verdict!.message).toMatch(/FailedCreate: pods "web-.*" is forbidden: exceeded quota: none/);
});

test('an object that is deleted meanwhile, or never was, is Missing', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const target = { group: 'apps', kind: 'Deployment', apiVersion: 'apps/v1', namespace, name: 'ghost' };

  const outcomes = await wait({ client, discovery: await discover(client), objects: [target], timeoutMs: 500 });

  expect(outcomes).toEqual([
    expect.objectContaining({ result: 'timeout', verdict: expect.objectContaining({ status: 'Missing' }) }),
  ]);
});

test('a kind that the cluster does not serve fails at once', async () => {
  const client = await testClient();
  const target = { group: 'example.com', kind: 'Widget', apiVersion: 'example.com/v1', namespace: 'x', name: 'w' };

  const outcomes = await wait({ client, discovery: await discover(client), objects: [target], timeoutMs: 600_000 });

  expect(outcomes[0]).toMatchObject({
    result: 'failed',
    verdict: { message: 'the cluster does not serve Widget of example.com/v1' },
  });
});

test('an abort ends it with INTERRUPTED', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const objects = await apply(client, deployment(namespace, 'web', { behaviour: 'never-ready' }));
  const controller = new AbortController();

  const waiting = wait({
    client,
    discovery: await discover(client),
    objects,
    timeoutMs: 600_000,
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(), 200);

  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

test('goes on after broken connections, expired watches and an API server that is away', async () => {
  const { client, proxy } = await faultyClient();
  const namespace = await testNamespace('wait');
  const objects = await apply(client, deployment(namespace, 'web', { behaviour: 'never-ready' }));
  const discovery = await discover(client);
  const statuses: string[] = [];

  let watches = 0;
  proxy.decide = ({ query }) => {
    if (query.get('watch') !== 'true') return undefined;
    watches += 1;
    if (watches <= 2) return { kind: 'expire-watch', afterLines: 1 };
    if (watches === 3) return { kind: 'reset' };
    return watches === 4 ? { kind: 'answer', status: 503 } : undefined;
  };
  const waiting = wait({
    client,
    discovery,
    objects,
    timeoutMs: 600_000,
    onVerdict: (_, verdict) => statuses.push(verdict!.status),
  });
  await new Promise((resolve) => setTimeout(resolve, 800));
  proxy.cut();
  await apply(client, deployment(namespace, 'web'));

  expect((await waiting)[0]).toMatchObject({ result: 'healthy' });
  expect(watches).toBeGreaterThan(4);
  expect(statuses.at(-1)).toBe('Healthy');
});

test('the requests do not grow with the objects', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const objects = await apply(
    client,
    ...Array.from({ length: 60 }, (_, index) => deployment(namespace, `web-${index}`)),
  );
  const discovery = await discover(client);

  const before = client.statistics.requests;
  const outcomes = await wait({ client, discovery, objects, timeoutMs: 600_000 });

  expect(new Set(outcomes.map(({ result }) => result))).toEqual(new Set(['healthy']));
  // List and watch of Deployments and of pods; ReplicaSets at most once a second.
  expect(client.statistics.requests - before).toBeLessThanOrEqual(20);
});

test('an engine that is still starting when the time is over is heard out', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('wait')];
  const lua = createHealth({
    overrides: { ConfigMap: { lua: 'return {status = "Degraded", message = "told late"}' } },
  });
  const slow = { ...lua, judge: (objects: readonly KubeObject[]) => sleep(600).then(() => lua.judge(objects)) };
  const objects = await apply(client, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace } });

  const [outcome] = await waitForHealth({
    client,
    health: slow,
    discovery: await discover(client),
    objects,
    timeoutMs: 100,
  });
  await lua.close();

  expect(outcome).toMatchObject({ result: 'timeout', verdict: { status: 'Degraded', message: 'told late' } });
});
