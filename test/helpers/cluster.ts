import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { openAdminApi } from '../../src/local-cluster/open-admin-api.js';
import { localPaths } from '../../src/local-cluster/paths.js';
import { startLocalCluster } from '../../src/local-cluster/start-local-cluster.js';
import { removeLeftovers } from './remove-leftovers.js';

let shared: Promise<LocalCluster> | undefined;

/**
 * The one real control plane of this test run, started by the first test that asks and stopped when the run
 * ends. Workers share it: use a namespace of your own (`testNamespace`) and unique names for cluster-scoped
 * objects.
 */
export function testCluster(): Promise<LocalCluster> {
  shared ??= start();
  return shared;
}

/**
 * Creates a namespace with a unique name and waits until pods can be created in it. It is not deleted: the
 * cluster ends with the run.
 */
export async function testNamespace(prefix: string): Promise<string> {
  const api = openAdminApi((await testCluster()).directory);
  try {
    const name = `${prefix}-${randomBytes(4).toString('hex')}`;
    const { status, body } = await api.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    if (status !== 201) throw new Error(`creating namespace ${name}: ${status} ${JSON.stringify(body)}`);
    while ((await api.request('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status !== 200)
      await sleep(10);
    return name;
  } finally {
    api.close();
  }
}

/**
 * A folder for local clusters that a test starts for itself; the end of the run stops those that are left.
 */
export function testStateDirectory(): string {
  return join(runFolder(), 'clusters');
}

async function start(): Promise<LocalCluster> {
  await removeLeftovers(dirname(runFolder()));
  return startLocalCluster({ ...localPaths(process.env), stateDirectory: testStateDirectory(), name: 'test' });
}

function runFolder(): string {
  const folder = process.env['GITOPS_TEST_RUN'];
  if (folder === undefined) throw new Error('GITOPS_TEST_RUN is missing: run the tests with jest.config.mjs');
  return folder;
}
