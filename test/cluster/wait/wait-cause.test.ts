import { createHealth } from '../../../src/cluster/health/custom.js';
import type { KubeClient, KubeRequest } from '../../../src/cluster/transport/client.js';
import { discover } from '../../../src/cluster/transport/discover.js';
import type { LogOptions } from '../../../src/cluster/wait/read-log.js';
import { waitForHealth } from '../../../src/cluster/wait/wait.js';
import type { WaitOutcome } from '../../../src/cluster/wait/wait-target.js';
import type { KubeObject } from '../../../src/manifest/kube-object.js';
import { closeClients, testClient } from '../../helpers/api.js';
import { testNamespace } from '../../helpers/cluster.js';
import { argoApplication, configMap, Engine } from '../../helpers/engine.js';
import { logNode } from '../../helpers/kubelet.js';
import { deployment, podTemplate } from '../../helpers/workloads.js';

const health = createHealth();
afterEach(closeClients);
afterAll(() => health.close());

const LOG =
  'starting\n\u001b[31mconnect postgres://app:s3cr3t@db:5432\u001b[0m\nlogin with swordfish refused\n\nFATAL: giving up\n';

test('a Job that failed is told with the last lines of its pod, secrets hidden', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('cause')];
  await using node = await logNode(client, () => LOG);
  const template = podTemplate('migrate', { behaviour: 'job-fail' }, 'Never');
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate', namespace },
    spec: { backoffLimit: 0, template },
  };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login' },
    stringData: { password: 'swordfish' },
  };

  const { result } = await new Engine(client).sync([argoApplication(namespace, [pinned(job, node.name), secret])], {
    logs: true,
  });

  expect(result.outcome).toBe('unhealthy');
  expect(result.unhealthy).toEqual([
    expect.objectContaining({
      status: 'Degraded',
      message: expect.stringMatching(/backoff limit.*Pod migrate-\w+: container "web": exit code 1/),
      log: {
        pod: expect.stringMatching(/^migrate-/),
        container: 'web',
        lines: ['starting', 'connect postgres://db:5432', 'login with (hidden) refused', 'FATAL: giving up'],
      },
    }),
  ]);
  expect(node.asked).toEqual([expect.stringMatching(/^\/containerLogs\/\S+\/web\?.*tailLines=10/)]);
  expect(JSON.stringify(result)).not.toMatch(/swordfish|s3cr3t/);
});

test('a hook that failed is told with its log', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('cause')];
  await using node = await logNode(client, () => LOG);
  const template = podTemplate('migrate', { behaviour: 'job-fail' }, 'Never');
  const metadata = { name: 'migrate', namespace, annotations: { 'argocd.argoproj.io/hook': 'PreSync' } };
  const job = pinned({ apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: 0, template } }, node.name);

  const { result } = await new Engine(client).sync([argoApplication(namespace, [job, configMap('after')])], {
    logs: true,
  });

  expect(result.hooks).toEqual([
    expect.objectContaining({
      phase: 'PreSync',
      result: 'failed',
      log: expect.objectContaining({ lines: expect.arrayContaining(['FATAL: giving up']) }),
    }),
  ]);
});

test('a crashing container is told by its last run, and by the events of its pod', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('cause')];
  await using node = await logNode(client, () => LOG);

  const outcome = await crash(client, namespace, node.name, { secrets: [] });

  expect(outcome?.cause).toEqual({
    events: [expect.stringMatching(/^Pod web-\S+: BackOff: Back-off restarting failed container/)],
    log: expect.objectContaining({ container: 'web', lines: expect.arrayContaining(['FATAL: giving up']) }),
  });
  expect(node.asked).toEqual([expect.stringContaining('previous=true')]);
});

test('an event that comes later than the status that it explains is waited for, and one that never comes is not waited for for ever', async () => {
  const [client, namespace] = [await testClient(), await testNamespace('cause')];
  const template = podTemplate('migrate', { behaviour: 'job-fail' }, 'Never');
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate', namespace },
    spec: { backoffLimit: 0, template },
  };
  await client.request({ method: 'POST', path: `/apis/batch/v1/namespaces/${namespace}/jobs`, body: job });
  const target = { group: 'batch', apiVersion: 'batch/v1', kind: 'Job', namespace, name: 'migrate' };
  const options = { health, discovery: await discover(client), timeoutMs: 60_000, objects: [target] };

  const [late] = await waitForHealth({ ...options, client: withoutEvents(client, 2) });
  const [never] = await waitForHealth({ ...options, client: withoutEvents(client, 100) });

  expect(late).toMatchObject({
    result: 'failed',
    cause: { events: [expect.stringContaining('BackoffLimitExceeded')] },
  });
  expect(never).toMatchObject({ result: 'failed', cause: { events: [] } });
});

/** As long as the API server has not heard of them: so many times. */
function withoutEvents(client: KubeClient, times: number): KubeClient {
  let left = times;
  const request: KubeClient['request'] = async <T>(asked: KubeRequest, signal?: AbortSignal) => {
    const answer = await client.request<T>(asked, signal);
    return asked.path.endsWith('/events') && left-- > 0 ? { ...answer, body: { ...answer.body, items: [] } } : answer;
  };
  return Object.create(client, { request: { value: request } });
}

test.each([
  { case: 'that does not answer', logs: { secrets: [] }, answer: () => undefined, asked: 1 },
  { case: 'whose log is not asked for', logs: undefined, answer: () => LOG, asked: 0 },
  { case: 'that has written nothing', logs: { secrets: [] }, answer: () => '', asked: 1 },
])('a container $case is told without its log', async ({ logs, answer, asked }) => {
  const [client, namespace] = [await testClient(), await testNamespace('cause')];
  await using node = await logNode(client, answer);

  const outcome = await crash(client, namespace, node.name, logs);

  expect(outcome).toMatchObject({ result: 'failed', verdict: { message: expect.stringMatching(/exit code 1/) } });
  expect(outcome?.cause).not.toHaveProperty('log');
  expect(node.asked).toHaveLength(asked);
});

async function crash(
  client: KubeClient,
  namespace: string,
  nodeName: string,
  logs: LogOptions | undefined,
): Promise<WaitOutcome | undefined> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await client.request({
    method: 'POST',
    path,
    body: pinned(deployment(namespace, 'web', { behaviour: 'crash' }), nodeName),
  });
  const target = { group: 'apps', apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' };
  const options = { client, health, discovery: await discover(client), timeoutMs: 30_000, stuckAfterMs: 500, logs };
  return (await waitForHealth({ ...options, objects: [target] }))[0];
}

/** A workload whose pods run on that node alone. */
function pinned(object: KubeObject, nodeName: string): KubeObject {
  // As podTemplate makes it.
  const { template, ...spec } = object['spec'] as { readonly template: { readonly spec: object } };
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...template.spec, nodeName } } } };
}
