import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from '../../src/local-cluster/file-lock.js';
import { isAlive, type ProcessIdentity } from '../../src/local-cluster/process-identity.js';
import { removeTestClusters } from './remove-test-clusters.js';

/** Stops the clusters of runs that were killed and could not tidy up: those whose owner is dead. */
export async function removeLeftovers(): Promise<void> {
  await withFileLock(join(tmpdir(), 'cdk8s-gitops-test.lock'), {}, async () => {
    for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith('cdk8s-gitops-test-'))) {
      const stateDirectory = join(tmpdir(), name);
      const owner = readOwner(stateDirectory);
      if (owner !== undefined && !isAlive(owner)) await removeTestClusters(stateDirectory);
    }
  });
}

/** Undefined while the folder is just being made. */
function readOwner(stateDirectory: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(stateDirectory, 'owner.json'), 'utf8')) as ProcessIdentity; // written by cluster.ts
  } catch {
    return undefined;
  }
}
