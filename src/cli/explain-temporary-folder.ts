import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import { GitopsError } from '../errors.js';

/**
 * An error of the file system in the machine's temporary folder, which no option names, in our words: folders that this command makes there, and that of tsx, which loads TypeScript.
 * Anything else unchanged.
 *
 * @param folder Default: that of the machine.
 */
export function explainTemporaryFolder(error: unknown, folder = tmpdir()): unknown {
  if (GitopsError.is(error) || typeof error !== 'object' || error === null) return error;
  const { code, syscall, path = '' } = error as NodeJS.ErrnoException; // fields are checked before they are used
  const ours = syscall === 'mkdtemp' || (dirname(path) === folder && basename(path).startsWith('tsx-'));
  if (code === undefined || !ours) return error;
  return new GitopsError('CLI_FILE_NOT_WRITABLE', `the temporary folder '${folder}' cannot be written to: ${code}`, {
    cause: error,
    hint: 'Set TMPDIR to a folder that exists and can be written to, or free some space.',
  });
}
