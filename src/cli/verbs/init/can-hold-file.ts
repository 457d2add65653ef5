import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a file can be, or is, at a path of the directory: none of its folders is a file, and it is not a
 * folder.
 */
export function canHoldFile(directory: string, path: string): boolean {
  const parts = path.split('/');
  const above = parts.map((_, length) => isFolder(join(directory, ...parts.slice(0, length))));
  return !above.includes(false) && isFolder(join(directory, path)) !== true;
}

/** Undefined where there is nothing. */
function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path).isDirectory();
  } catch {
    return undefined;
  }
}
