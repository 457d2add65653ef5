import { ToolFailure } from './tool-failure.mjs';

const TOLD_EVERY_SECONDS = 15;

/**
 * Runs `work` while no other process holds the lock file; a lock whose holder ended is taken over. Needs the
 * npm packages.
 *
 * @template T
 * @param {string} file
 * @param {((text: string) => void) | undefined} note is told for whom it waits
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws ToolFailure when a file cannot be read or written
 */
export async function withLock(file, note, work) {
  const { tsImport } = await import('tsx/esm/api');
  const { withFileLock } = await tsImport('../src/local-cluster/file-lock.ts', import.meta.url);
  let told = -TOLD_EVERY_SECONDS;
  const onWait = ({ pid }, seconds) => {
    if (seconds - told < TOLD_EVERY_SECONDS) return;
    told = seconds;
    note?.(`process ${pid} builds the same: waiting`);
  };
  try {
    return await withFileLock(file, { onWait }, work);
  } catch (error) {
    throw error instanceof ToolFailure || error.hint === undefined ? error : new ToolFailure(error.message, error.hint);
  }
}
