import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess, isAlive } from '../../src/local-cluster/process-identity.js';
import { processTable } from '../../src/local-cluster/process-table.js';
import { removeLeftovers } from '../helpers/remove-leftovers.js';
import { removeTestClusters } from '../helpers/remove-test-clusters.js';

test('a run stops what killed runs left and leaves living runs alone', async () => {
  const dead = plant('dead', { pid: process.pid, start: 'another process that had this pid' });
  const living = plant('living', identifyProcess(process.pid));

  await removeLeftovers();

  expect([isAlive(dead.process), existsSync(dead.stateDirectory)]).toEqual([false, false]);
  expect([isAlive(living.process), existsSync(living.stateDirectory)]).toEqual([true, true]);
  await removeTestClusters(living.stateDirectory);
});

function plant(name: string, owner: unknown) {
  const stateDirectory = join(tmpdir(), `cdk8s-gitops-test-leftover-${name}-${process.pid}`);
  mkdirSync(join(stateDirectory, 'test'), { recursive: true });
  writeFileSync(join(stateDirectory, 'owner.json'), JSON.stringify(owner));
  return { stateDirectory, process: processTable.start(join(stateDirectory, 'test'), { name: 'etcd', executable: '/bin/sleep', arguments: ['60'] }) };
}
