import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import { GitopsError } from '../../errors.js';

/**
 * An error of the file system in the machine's temporary folder, which no option names, in our words: folders
 * that this command makes there, and that of tsx, which loads TypeScript. Anything else unchanged.
 */
export function explainTemporaryFolder(error: unknown): unknown {
  // fields are checked before they are used
  const { code, syscall, path = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const ours = syscall === 'mkdtemp' || (dirname(path) === tmpdir() && basename(path).startsWith('tsx-'));
  if (GitopsError.is(error) || code === undefined || !ours) return error;
  return new GitopsError('CLI_FILE_NOT_WRITABLE', `the temporary folder '${tmpdir()}' cannot be written to: ${code}`, {
    cause: error,
    hint: 'Set TMPDIR to a folder that exists and can be written to, or free some space.',
  });
}
