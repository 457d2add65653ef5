import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../../src/host/process-identity.js';
import { withFileLock } from '../../src/local-cluster/file-lock.js';
import { removeRun } from './remove-run.js';

/**
 * Removes what runs left that were killed and could not tidy up, clusters included: those whose owner is
 * dead.
 *
 * @param parent where the folders of runs are
 */
export async function removeLeftovers(parent: string): Promise<void> {
  await withFileLock(join(parent, 'cdk8s-gitops-test.lock'), {}, async () => {
    for (const name of readdirSync(parent).filter((entry) => entry.startsWith('cdk8s-gitops-test-'))) {
      const folder = join(parent, name);
      const owner = readOwner(folder);
      if (owner !== undefined && !isAlive(owner)) await removeRun(folder);
    }
  });
}

/** Undefined while the folder is just being made. */
function readOwner(folder: string): ProcessIdentity | undefined {
  try {
    // written by cluster-setup.mjs
    return JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
