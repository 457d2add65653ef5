import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLocalUser } from '../../src/local-cluster/create-local-user.js';
import type { LocalClusterEvent } from '../../src/local-cluster/events.js';
import { listLocalClusters } from '../../src/local-cluster/list-local-clusters.js';
import { openAdminApi } from '../../src/local-cluster/open-admin-api.js';
import { localPaths } from '../../src/local-cluster/paths.js';
import { processTable } from '../../src/local-cluster/process-table.js';
import { BINARY_NAMES } from '../../src/local-cluster/provision/binaries.js';
import { provisionBinaries } from '../../src/local-cluster/provision/provision-binaries.js';
import { type StartLocalClusterOptions, startLocalCluster } from '../../src/local-cluster/start-local-cluster.js';
import { stopLocalCluster } from '../../src/local-cluster/stop-local-cluster.js';
import { testStateDirectory } from '../helpers/cluster.js';
import { processesOf } from './process-list.js';

/**
 * A folder of this file's own, so that what is left can be counted; inside the run's folder, so that the
 * run's end removes it.
 */
const stateDirectory = join(testStateDirectory(), `starts-${randomBytes(3).toString('hex')}`);
const paths = { ...localPaths(process.env), stateDirectory };
const start = (name: string, options: StartLocalClusterOptions = {}) =>
  startLocalCluster({ ...paths, name, ...options });
const stop = (name: string, keep = false) => stopLocalCluster({ stateDirectory, name, keep });
const stateOf = async (name: string) =>
  (await listLocalClusters({ stateDirectory })).find((cluster) => cluster.name === name)?.state;

beforeAll(() => provisionBinaries(paths), 1_200_000);
afterAll(async () => {
  for (const { name } of await listLocalClusters({ stateDirectory })) await stop(name);
  expect(processesOf(stateDirectory)).toEqual([]);
  rmSync(stateDirectory, { recursive: true, force: true });
});

test('a cluster starts once, repairs itself, keeps its data and leaves no process', async () => {
  const created = await start('story');
  expect(created).toMatchObject({ outcome: 'created', context: 'gitops-story', version: 'v1.36.2' });
  await createConfigMap(created.directory, 'kept');

  const pids = processTable.read(created.directory);
  expect(await start('story', { nodes: 3 })).toMatchObject({ outcome: 'running', server: created.server });
  expect(processTable.read(created.directory)).toEqual(pids);
  expect(await count(created.directory, '/api/v1/nodes')).toBe(3);

  process.kill(pids['kube-scheduler']?.pid ?? 0, 'SIGKILL');
  await sleep(100);
  expect(await stateOf('story')).toBe('broken');
  expect(await start('story')).toMatchObject({ outcome: 'repaired', server: created.server });
  expect(await hasConfigMap(created.directory, 'kept')).toBe(true);

  const kubeconfig = readFileSync(created.kubeconfig, 'utf8');
  expect(await stop('story', true)).toEqual([
    'etcd',
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    'kwok',
  ]);
  expect(processesOf(created.directory)).toEqual([]);
  expect(await stateOf('story')).toBe('stopped');
  expect(await start('story')).toMatchObject({ outcome: 'restarted' });
  expect(await hasConfigMap(created.directory, 'kept')).toBe(true);
  expect(readFileSync(created.kubeconfig, 'utf8')).toBe(kubeconfig);

  await stop('story');
  expect(await stateOf('story')).toBeUndefined();
  expect(processesOf(created.directory)).toEqual([]);
});

test('a port that somebody took in between is replaced', async () => {
  const { server, kubeconfig, directory } = await start('ports');
  await stop('ports', true);
  const thief = createServer();
  await new Promise<void>((done, failed) =>
    thief.once('error', failed).listen(Number(new URL(server).port), '127.0.0.1', done),
  );

  const again = await start('ports');
  await new Promise((done) => thief.close(done));

  expect(again.server).not.toBe(server);
  expect(readFileSync(kubeconfig, 'utf8')).toContain(again.server);
  expect(await count(directory, '/api/v1/nodes')).toBe(2);
  await stop('ports');
});

test('of two that start one name at once, one starts it and the other finds it; another name stands beside it', async () => {
  const events: LocalClusterEvent[] = [];
  const onEvent = (event: LocalClusterEvent) => void events.push(event);

  const [one, two, other] = await Promise.all([start('twin', { onEvent }), start('twin', { onEvent }), start('other')]);

  expect([one.outcome, two.outcome].sort()).toEqual(['created', 'running']);
  expect(one.server).toBe(two.server);
  expect(other.server).not.toBe(one.server);
  expect(events).toContainEqual(expect.objectContaining({ kind: 'waiting', for: 'cluster' }));
  expect([await stateOf('twin'), await stateOf('other')]).toEqual(['running', 'running']);
  await Promise.all([stop('twin'), stop('other')]);
});

test('users: the deployer is bound by RBAC and flow control, a new one may do nothing, the admin everything', async () => {
  const cluster = await start('users');
  const reader = createLocalUser({ stateDirectory, name: 'users', user: 'reader', groups: ['readers'] });

  expect(
    await kubectl(cluster.kubectl, cluster.kubeconfig, 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.groups}'),
  ).toContain('system:masters');
  expect(
    await kubectl(
      cluster.kubectl,
      cluster.userKubeconfig,
      'auth',
      'whoami',
      '-o',
      'jsonpath={.status.userInfo.username}',
    ),
  ).toBe('deployer');
  expect(await kubectl(cluster.kubectl, cluster.userKubeconfig, 'auth', 'can-i', '*', '*')).toBe('yes');
  expect(await kubectl(cluster.kubectl, reader, 'auth', 'can-i', 'list', 'pods')).toBe('no');
  expect(await kubectl(cluster.kubectl, cluster.userKubeconfig, 'config', 'current-context')).toBe('gitops-users');
  await stop('users');
});

test('when a process fails, all are stopped and the error shows what it said last', async () => {
  const binaries = await provisionBinaries(paths);
  const assetsDirectory = join(stateDirectory, 'assets');
  mkdirSync(assetsDirectory, { recursive: true });
  const broken = join(assetsDirectory, BINARY_NAMES.controllerManager);
  writeFileSync(broken, '#!/bin/sh\necho the flux capacitor is empty >&2\nexit 1\n', { mode: 0o755 });

  const failed = start('broken', { assetsDirectory });

  await expect(failed).rejects.toMatchObject({
    code: 'LOCAL_START_FAILED',
    message: expect.stringMatching(/kube-controller-manager.*flux capacitor/),
  });
  expect(processesOf(join(stateDirectory, 'broken'))).toEqual([]);
  expect(binaries.controllerManager).not.toBe(broken);
  rmSync(assetsDirectory, { recursive: true });
  expect(await start('broken')).toMatchObject({ outcome: 'restarted' });
  await stop('broken');
});

test('an interrupted start stops what it started', async () => {
  const controller = new AbortController();
  const onEvent = (event: LocalClusterEvent) =>
    event.kind === 'process-started' && event.process === 'kube-apiserver' && controller.abort();

  await expect(start('interrupted', { onEvent, signal: controller.signal })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });

  expect(processesOf(join(stateDirectory, 'interrupted'))).toEqual([]);
  await stop('interrupted');
});

test('what a killed command had started is found by down', async () => {
  const script = `
    const { startLocalCluster } = await import('./src/local-cluster/start-local-cluster.ts');
    const onEvent = (event) => event.kind === 'process-started' && event.process === 'kube-apiserver' && process.kill(process.pid, 'SIGKILL');
    await startLocalCluster({ ...${JSON.stringify(paths)}, name: 'killed', onEvent });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: 'inherit',
  });
  await new Promise((done) => child.on('exit', done));
  expect(processesOf(join(stateDirectory, 'killed')).length).toBeGreaterThanOrEqual(2);

  const stopped = await stop('killed');

  expect(stopped).toEqual(['etcd', 'kube-apiserver']);
  expect(processesOf(join(stateDirectory, 'killed'))).toEqual([]);
});

test('a cluster that was never up cannot be stopped', async () => {
  await expect(stop('nobody')).rejects.toMatchObject({
    code: 'LOCAL_CLUSTER_NOT_FOUND',
    message: expect.stringContaining("'nobody'"),
  });
});

test.each(['', '-x', 'Blue', '../up', 'a'.repeat(41), 'a/b'])('%j cannot name a cluster', async (name) => {
  await expect(start(name)).rejects.toMatchObject({ code: 'LOCAL_INVALID_INPUT' });
  await expect(stop(name)).rejects.toMatchObject({ code: 'LOCAL_INVALID_INPUT' });
});

test.each([0, -1, 1.5, Number.NaN, 1001])('%d is not a number of nodes', async (nodes) => {
  await expect(start('nodes', { nodes })).rejects.toMatchObject({ code: 'LOCAL_INVALID_INPUT' });
});

test.each([
  { case: 'a state folder below a file', state: 'file/state', name: 'x' },
  { case: 'a file where the cluster belongs', state: '.', name: 'file' },
])('$case is an error that names it', async ({ state, name }) => {
  mkdirSync(stateDirectory, { recursive: true });
  writeFileSync(join(stateDirectory, 'file'), '');

  await expect(start(name, { stateDirectory: join(stateDirectory, state) })).rejects.toMatchObject({
    code: 'LOCAL_STATE_UNUSABLE',
    message: expect.stringContaining('file'),
  });

  rmSync(join(stateDirectory, 'file'));
});

async function createConfigMap(directory: string, name: string): Promise<void> {
  const api = openAdminApi(directory);
  await api.request('POST', '/api/v1/namespaces/default/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
  });
  api.close();
}

async function hasConfigMap(directory: string, name: string): Promise<boolean> {
  const api = openAdminApi(directory);
  const { status } = await api.request('GET', `/api/v1/namespaces/default/configmaps/${name}`);
  api.close();
  return status === 200;
}

async function count(directory: string, path: string): Promise<number> {
  const api = openAdminApi(directory);
  const { body } = await api.request('GET', path);
  api.close();
  return (body as { items: unknown[] }).items.length;
}

/** Prints what kubectl prints; `auth can-i` exits with 1 for "no". */
function kubectl(executable: string, kubeconfig: string, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [...words, '--kubeconfig', kubeconfig], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', () => resolve(text.trim()));
  });
}
