import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubeconfigEndpoint } from '../../../src/cluster/access/kubeconfig.js';
import type { KubeClient } from '../../../src/cluster/transport/client.js';
import { createHttpClient } from '../../../src/cluster/transport/http-client.js';
import type { LocalCluster } from '../../../src/local-cluster/local-cluster.js';
import { localPaths } from '../../../src/local-cluster/paths.js';
import { processTable } from '../../../src/local-cluster/process-table.js';
import { startLocalCluster } from '../../../src/local-cluster/start-local-cluster.js';
import { stopLocalCluster } from '../../../src/local-cluster/stop-local-cluster.js';
import { testStateDirectory } from '../../helpers/cluster.js';
import { editInventory } from '../../helpers/edit-inventory.js';
import { argoApplication, configMap, Engine, read } from '../../helpers/engine.js';

// A control plane of this file's own: what is done to it would break other tests.
const stateDirectory = join(testStateDirectory(), `faults-${randomBytes(3).toString('hex')}`);
const start = () => startLocalCluster({ ...localPaths(process.env), stateDirectory, name: 'faults', nodes: 1 });
let cluster: LocalCluster;
let client: KubeClient;

beforeAll(async () => {
  cluster = await start();
  const endpoint = await kubeconfigEndpoint({ cluster: 'test', files: [cluster.userKubeconfig], environment: {} });
  client = createHttpClient(endpoint);
});
afterAll(async () => {
  client?.close();
  await stopLocalCluster({ stateDirectory, name: 'faults' });
});

async function newNamespace(): Promise<string> {
  const name = `faults-${randomBytes(3).toString('hex')}`;
  await client.request({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  });
  return name;
}

const objects = (version: string, names: readonly string[]) => names.map((name) => configMap(name, { v: version }));
const names = async (engine: Engine, namespace: string) =>
  (await engine.inventory(namespace))?.entries.map(({ name, live }) => `${name}${live ? '' : '?'}`);

test('etcd stands still for a moment: the sync waits, and does everything once', async () => {
  const namespace = await newNamespace();
  const engine = new Engine(client);
  await engine.sync([argoApplication(namespace, objects('1', ['a', 'b', 'gone']))]);
  const etcd = processTable.read(cluster.directory).etcd?.pid ?? 0;
  let stopped: Promise<unknown> | undefined;

  const { result } = await engine.sync([argoApplication(namespace, objects('2', ['a', 'b', 'c']))], {
    leaseDurationMs: 10_000,
    onEvent: ({ kind }) => {
      if (kind !== 'planned' || stopped) return;
      process.kill(etcd, 'SIGSTOP');
      stopped = sleep(1_500).then(() => process.kill(etcd, 'SIGCONT'));
    },
  });
  await stopped;

  expect(result).toMatchObject({ outcome: 'synced', created: 1, updated: 2, deleted: 1 });
  expect(await names(engine, namespace)).toEqual(['a', 'b', 'c']);
});

test('an aggregated API that is down stops nothing else, and nothing of its kinds is taken for gone', async () => {
  const namespace = await newNamespace();
  const engine = new Engine(client);
  const group = `${namespace}.example.com`;
  const service = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `v1.${group}` } };
  const services = '/apis/apiregistration.k8s.io/v1/apiservices';
  const spec = {
    group,
    version: 'v1',
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { name: 'nobody', namespace },
  };
  await client.request({ method: 'POST', path: services, body: { ...service, spec } });
  await engine.sync([argoApplication(namespace, objects('1', ['a', 'gone']))]);
  const entry = {
    apiVersion: `${group}/v1`,
    group,
    kind: 'Widget',
    namespace,
    name: 'remembered',
    uid: 'x',
    manifest: 'x',
    live: 'x',
  };
  const inventory = `/api/v1/namespaces/${engine.inventoryNamespace}/configmaps/inventory.${namespace}`;
  await editInventory(client, inventory, (lines) => [...lines, JSON.stringify(entry)]);
  const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'wanted' } };

  expect((await engine.sync([argoApplication(namespace, [...objects('1', ['a']), widget])])).problems).toEqual([
    'CLUSTER_GROUP_UNAVAILABLE',
  ]);
  const { result } = await engine.sync([argoApplication(namespace, objects('1', ['a']))]);
  await client.request({ method: 'DELETE', path: `${services}/v1.${group}` });

  expect(result.refused).toMatchObject([
    { object: { name: 'remembered' }, reason: `the API group ${group} is unavailable` },
  ]);
  expect(await names(engine, namespace)).toContain('remembered');
  expect(await names(engine, namespace)).not.toContain('gone');
});

test('the whole control plane dies and comes back: the sync goes on, or the next one does, and the inventory is true', async () => {
  const namespace = await newNamespace();
  const engine = new Engine(client);
  await engine.sync([argoApplication(namespace, objects('1', ['a', 'gone']))]);
  let back: Promise<unknown> | undefined;

  const { result } = await engine.sync([argoApplication(namespace, objects('2', ['a', 'b']))], {
    leaseDurationMs: 60_000,
    onEvent: ({ kind }) => {
      if (kind !== 'planned' || back) return;
      const { etcd, 'kube-apiserver': server } = processTable.read(cluster.directory);
      for (const one of [etcd, server]) process.kill(one?.pid ?? 0, 'SIGKILL');
      back = start();
    },
  });
  await back;

  expect(['synced', 'failed']).toContain(result.outcome);
  // An API server that has just come back does not know its roles yet.
  if (result.outcome === 'failed')
    expect(result.errors[0]?.code).toMatch(/CLUSTER_(UNREACHABLE|SERVER_ERROR|LOCKED|FORBIDDEN)/);
  const again = await engine.sync([argoApplication(namespace, objects('2', ['a', 'b']))], { lockTimeoutMs: 70_000 });
  expect(again.result.outcome).toMatch(/synced|unchanged/);
  expect(await names(engine, namespace)).toEqual(['a', 'b']);
  expect(await read(client, `/api/v1/namespaces/${namespace}/configmaps/gone`)).toBeUndefined();
});
