import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what was built is kept for all clones of this user: as src/local-cluster/paths.ts. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops');
}
