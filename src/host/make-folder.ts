import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. Node's own `recursive` says ENOENT on a read-only file system, which is
 * not the reason.
 */
export function makeFolder(folder: string, attempts = 3): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || attempts === 0 || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    makeFolder(folder, attempts - 1); // another process may have removed the empty parent again
  }
}
