import { GitopsError } from '../errors.js';

/**
 * An error of the file system (full disk, no permission, a file where a folder should be) in our words;
 * anything else unchanged.
 *
 * @param folder what to name where the error names no file, as that of a full disk does
 */
export function translateFileError(error: unknown, folder: string): unknown {
  const {
    code,
    syscall,
    path = DISK_FULL.includes(code ?? '') ? folder : undefined,
  } = (error ?? {}) as NodeJS.ErrnoException; // fields are checked before they are used
  if (GitopsError.is(error) || code === undefined || path === undefined) return error;
  return new GitopsError(
    'LOCAL_STATE_UNUSABLE',
    `Cannot use '${path}': ${code}${syscall === undefined ? '' : ` in ${syscall}`}`,
    {
      hint: 'Make the folder writable, free some space, or choose other folders by XDG_STATE_HOME and XDG_CACHE_HOME.',
      cause: error,
    },
  );
}

const DISK_FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];
