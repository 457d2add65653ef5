import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the names in a folder durable. Systems that cannot (Windows) keep them by themselves. */
export function syncFolder(folder: string): void {
  let handle: number;
  try {
    handle = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(handle);
  } catch {
    // not supported for folders here
  } finally {
    closeSync(handle);
  }
}
