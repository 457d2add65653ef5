import { dirname } from 'node:path';
import { type FileLockOptions, withFileLock as withHostLock } from '../host/file-lock.js';
import { translateFileError } from './translate-file-error.js';

/**
 * Runs `work` while no other process holds `file`. Waits for a living holder; the lock of one that has ended
 * is taken over.
 *
 * @throws GitopsError INTERRUPTED when the signal aborts while waiting; LOCAL_STATE_UNUSABLE when a file
 * cannot be read or written, here or in `work`.
 */
export async function withFileLock<T>(
  file: string,
  options: Pick<FileLockOptions, 'onWait' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await withHostLock(file, { ...options, unreadable: 'left' }, work);
  } catch (error) {
    throw translateFileError(error, dirname(file));
  }
}
