import { join } from 'node:path';
import { GitopsError } from '../errors.js';
import { acquireFileLock, type FileLock } from '../host/file-lock.js';
import { notWritable } from './output/output-folder.js';

/** How long `git add` or another commit may hold the index, in milliseconds. */
const WAIT_FOR_INDEX_MS = 10_000;

/**
 * Git's own lock of the index, which keeps other commits away.
 *
 * @throws GitopsError GIT_LOCKED when another git command holds it, GIT_OUTPUT_NOT_WRITABLE when the disk
 * does not take it, INTERRUPTED
 */
export async function acquireIndexLock(gitDirectory: string, signal: AbortSignal | undefined): Promise<FileLock> {
  try {
    return await acquireFileLock(join(gitDirectory, 'index.lock'), {
      timeout: { afterMs: WAIT_FOR_INDEX_MS, error: indexLocked },
      signal,
    });
  } catch (error) {
    throw GitopsError.is(error) ? error : notWritable(gitDirectory, error, 'committed');
  }
}

function indexLocked(file: string): GitopsError {
  return new GitopsError('GIT_LOCKED', 'another git command holds the index of this repository', {
    hint: `Wait for it. If none is running, delete '${file}'.`,
    data: { file },
  });
}
