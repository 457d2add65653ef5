import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The `.git` folder that all working trees of a repository share. A linked working tree also has a folder of
 * its own.
 */
export function commonFolder(gitDirectory: string): string {
  const file = join(gitDirectory, 'commondir');
  return existsSync(file) ? resolve(gitDirectory, readFileSync(file, 'utf8').trim()) : gitDirectory;
}
