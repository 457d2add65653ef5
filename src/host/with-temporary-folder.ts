import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { atExit } from './at-exit.js';

type Files = Iterable<readonly [path: string, content: string | Uint8Array]>;

/**
 * Makes a folder, with files if need be, for as long as something works in it. Only this user can read it.
 * It is removed when the process ends before the work too.
 *
 * @param name what it is for; the folder is named `gitops-<name>-…`
 */
export async function withTemporaryFolder<Result>(
  name: string,
  files: Files,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `gitops-${name}-`));
  const isRemoved = atExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content, { mode: 0o600 });
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    isRemoved();
  }
}
