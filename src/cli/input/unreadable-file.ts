import { GitopsError } from '../../errors.js';

/** @param what the file as the command line named it, in quotes, with what it is where that is not plain */
export function unreadableFile(what: string, cause: unknown, hint: string): GitopsError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException;
  return new GitopsError('CLI_FILE_NOT_FOUND', `${what} cannot be read: ${REASONS[code] ?? code}`, { cause, hint });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
};
