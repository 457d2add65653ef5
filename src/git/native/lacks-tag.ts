import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A name, and nothing that git reads as a way from one commit to another. */
const NAME = /^[\w-]+([./][\w-]+)*$/;

/**
 * True when the files of a repository say that there is no such tag: most revisions are branches, and to ask
 * git costs a process. False where only git can tell.
 *
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export async function lacksTag(gitDirectory: string, name: string): Promise<boolean> {
  if (!NAME.test(name)) return false;
  const common = await readOptional(join(gitDirectory, 'commondir'));
  const root = common === undefined ? gitDirectory : resolve(gitDirectory, common.trim());
  if ((await exists(join(root, 'reftable'))) || !(await exists(join(root, 'refs')))) return false;
  if (await exists(join(root, 'refs/tags', name))) return false;
  return !`${(await readOptional(join(root, 'packed-refs'))) ?? ''}\n`.includes(` refs/tags/${name}\n`);
}

/** Undefined when there is none. */
async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
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
