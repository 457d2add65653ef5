import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

/**
 * Removes `<prefix>-<pid>-…` of processes that were killed from a folder, and what names no process when it
 * is a day old.
 */
export function removeLeftovers(folder, prefix) {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(`${prefix}-`))) {
    const pid = /^\d+(?=-)/.exec(name.slice(prefix.length + 1))?.[0];
    if (pid === undefined ? Date.now() - statSync(join(folder, name)).mtimeMs > DAY_MS : !runs(Number(pid)))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
