import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { GitopsError } from '../errors.js';
import { atExit } from './at-exit.js';

type Files = Iterable<readonly [path: string, content: string | Uint8Array]>;

/**
 * Makes a folder, with files if need be, for as long as something works in it. Only this user can read it.
 * It is removed when the process ends before the work too.
 *
 * @param name what it is for; the folder is named `gitops-<name>-…`
 * @param files by path below the folder
 * @throws GitopsError FILES_UNSAFE_PATH for a path that leaves the folder; then nothing is written
 */
export async function withTemporaryFolder<Result>(
  name: string,
  files: Files,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const contents = [...files];
  for (const [path] of contents) assertInside(path);
  const folder = await mkdtemp(join(tmpdir(), `gitops-${name}-`));
  const isRemoved = atExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    for (const [path, content] of contents) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      // The folder is new: with `wx`, what is there already can be no link that leads out of it.
      await writeFile(join(folder, path), content, { mode: 0o600, flag: 'wx' });
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    isRemoved();
  }
}

function assertInside(path: string): void {
  const isPlain = !isAbsolute(path) && !path.includes('\0') && !path.split(/[\\/]/).includes('..');
  if (isPlain && path !== '' && !path.endsWith(sep)) return;
  throw new GitopsError('FILES_UNSAFE_PATH', `'${path}' is not a safe path inside its folder`, {
    hint: 'Rename it in the repository or the archive that it comes from.',
  });
}
