import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether objects of a clone may be only at its remote (`--filter`). The files of the repository show it,
 * because asking git costs a process.
 *
 * @param common the `.git` folder that all working trees share
 * @see https://git-scm.com/docs/partial-clone
 */
export function isPartialClone(common: string): boolean {
  const packs = join(common, 'objects/pack');
  return existsSync(packs) && readdirSync(packs).some((name) => name.endsWith('.promisor'));
}
