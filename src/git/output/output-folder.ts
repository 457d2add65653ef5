import { accessSync, constants, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { FileChanges } from '../../files/decide-changes.js';

/**
 * @throws GitopsError GIT_OUTPUT_BLOCKED when the folder, or one on the way to it, is a file or a symbolic
 * link
 */
export function assertOutputFolder(root: string, output: string): void {
  const parts = output === '' ? [] : output.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join('/');
    const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isDirectory()) continue;
    throw new GitopsError(
      'GIT_OUTPUT_BLOCKED',
      `output folder '${path}' is a ${stat.isSymbolicLink() ? 'symbolic link' : 'file'}`,
      {
        hint: 'Move it away, or name another folder with --output-dir.',
      },
    );
  }
}

/**
 * Looks ahead, so that a folder that cannot be written stops synth before it begins. @throws GitopsError
 * GIT_OUTPUT_NOT_WRITABLE
 */
export function assertWritable(directory: string, changes: FileChanges): void {
  const folders = new Set(
    [...changes.write, ...changes.delete].map(({ path }) => existingFolder(directory, dirname(path))),
  );
  GitopsError.throwAll(
    [...folders].sort().flatMap((folder) => {
      try {
        accessSync(join(directory, folder), constants.W_OK | constants.X_OK);
        return [];
      } catch (cause) {
        return [notWritable(join(directory, folder), cause)];
      }
    }),
  );
}

/** @returns what to throw for a failure of the file system before anything was changed */
export function notWritable(folder: string, cause: unknown, done: 'written' | 'committed' = 'written'): GitopsError {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = REASONS[code ?? ''] ?? code ?? String(cause);
  return new GitopsError('GIT_OUTPUT_NOT_WRITABLE', `nothing was ${done}, because '${folder}' cannot be: ${reason}`, {
    hint:
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'Free some space and run synth again.'
        : 'Check its owner and permissions, or name another folder with --output-dir.',
    data: { errno: code },
    cause,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file would be too large',
  ENOSPC: 'the disk is full',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

function existingFolder(directory: string, folder: string): string {
  for (let current = folder; current !== '.'; current = dirname(current))
    if (isFolder(join(directory, current))) return current;
  return '.';
}

/** False also below a file, where lstat fails. */
function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
