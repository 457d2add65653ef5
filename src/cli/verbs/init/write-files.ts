import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../../../errors.js';

/**
 * Writes these files, new and changed ones, or none of them.
 *
 * @param files texts by path relative to the directory
 * @throws GitopsError CLI_FILE_NOT_WRITABLE
 */
export function writeFiles(directory: string, files: ReadonlyMap<string, string>): void {
  const made: string[] = [];
  const ready: (readonly [from: string, to: string])[] = [];
  try {
    for (const [file, text] of files) {
      const path = join(directory, file);
      const folder = mkdirSync(dirname(path), { recursive: true });
      if (folder !== undefined) made.push(folder);
      const mode = statSync(path, { throwIfNoEntry: false })?.mode;
      const target = mode === undefined ? path : `${realpathSync(path)}.gitops-init`;
      made.push(target);
      writeFileSync(target, text, mode === undefined ? { flag: 'wx' } : { mode });
      if (mode !== undefined) ready.push([target, realpathSync(path)]);
    }
    for (const [from, to] of ready) renameSync(from, to);
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException;
    const theirs = code === 'EEXIST' ? path : undefined; // somebody writes there at the same time
    for (const one of made.reverse().filter((other) => other !== theirs)) rmSync(one, { recursive: true, force: true });
    throw new GitopsError(
      'CLI_FILE_NOT_WRITABLE',
      `${path === undefined ? 'the repository' : `'${path}'`} cannot be written: ${code}`,
      {
        cause,
        hint: 'Name a folder that can be written to: gitops init <dir>. Nothing was left behind.',
      },
    );
  }
}
