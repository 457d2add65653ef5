import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A plain name, without anything that git reads as a path from one commit to another. */
const NAME = /^refs\/[\w-]+(?:[./][\w-]+)*$/;

/**
 * Whether a ref with this full name is in the files of a repository. Most revisions are branches, and asking
 * git costs a process. `unknown` when only git can answer.
 *
 * @param common the `.git` folder that all working trees share
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export async function findRef(common: string, name: string): Promise<'here' | 'absent' | 'unknown'> {
  if (!NAME.test(name)) return 'unknown';
  if ((await exists(join(common, 'reftable'))) || !(await exists(join(common, 'refs')))) return 'unknown';
  if (await isFile(join(common, name))) return 'here';
  const isPacked = `${(await readOptional(join(common, 'packed-refs'))) ?? ''}\n`.includes(` ${name}\n`);
  return isPacked ? 'here' : 'absent';
}

/** Undefined for a file that does not exist. */
async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** A folder has refs below it. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    return !isAbsent(error);
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
