import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess, isAlive } from '../../src/host/process-identity.js';
import { processTable } from '../../src/local-cluster/process-table.js';
import { removeLeftovers } from '../helpers/remove-leftovers.js';
import { removeRun } from '../helpers/remove-run.js';

test('a run stops what killed runs left and leaves living runs alone', async () => {
  const dead = plant('dead', { pid: process.pid, start: 'another process that had this pid' });
  const living = plant('living', identifyProcess(process.pid));

  await removeLeftovers(tmpdir());

  expect([isAlive(dead.process), existsSync(dead.folder)]).toEqual([false, false]);
  expect([isAlive(living.process), existsSync(living.folder)]).toEqual([true, true]);
  await removeRun(living.folder);
});

function plant(name: string, owner: unknown) {
  const folder = join(tmpdir(), `cdk8s-gitops-test-leftover-${name}-${process.pid}`);
  const cluster = join(folder, 'clusters/test');
  mkdirSync(cluster, { recursive: true });
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
  return {
    folder,
    process: processTable.start(cluster, { name: 'etcd', executable: '/bin/sleep', arguments: ['60'] }),
  };
}
