import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether objects of a clone may be at its remote only (`--filter`), by the files of the repository: to ask
 * git costs a process.
 *
 * @param common the `.git` folder that all working trees share
 * @see https://git-scm.com/docs/partial-clone
 */
export function isPartialClone(common: string): boolean {
  const packs = join(common, 'objects/pack');
  return existsSync(packs) && readdirSync(packs).some((name) => name.endsWith('.promisor'));
}
