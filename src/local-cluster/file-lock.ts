import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitopsError } from '../errors.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.js';
import { translateFileError } from './translate-file-error.js';

export interface FileLockOptions {
  /** Called when somebody else holds the lock, then about every half second. */
  readonly onWait?: (holder: ProcessIdentity, seconds: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs `work` while no other process holds `file`. Waits for a living holder; the lock of a dead one is taken over.
 *
 * @throws GitopsError INTERRUPTED when the signal aborts while waiting; LOCAL_STATE_UNUSABLE when a file cannot be read or written, here or in `work`.
 */
export async function withFileLock<T>(file: string, options: FileLockOptions, work: () => Promise<T>): Promise<T> {
  try {
    await lock(file, options);
    try {
      return await work();
    } finally {
      rmSync(file, { force: true });
    }
  } catch (error) {
    throw translateFileError(error, dirname(file));
  }
}

async function lock(file: string, options: FileLockOptions): Promise<void> {
  const started = Date.now();
  let told = 0;
  while (!tryLock(file)) {
    if (options.signal?.aborted) throw new GitopsError('INTERRUPTED', `Interrupted while waiting for '${file}'`);
    const holder = readHolder(file);
    if (holder !== undefined && isAlive(holder)) {
      if (Date.now() - told >= 500) {
        options.onWait?.(holder, (Date.now() - started) / 1000);
        told = Date.now();
      }
    } else {
      removeStale(file);
    }
    await sleep(40);
  }
}

/** The lock appears with its content or not at all: link(2) fails when it exists. */
function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}.${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(own, JSON.stringify(identifyProcess(process.pid)));
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity; // written by tryLock, complete by construction
  } catch {
    return undefined;
  }
}

/** Two waiters may see one dead holder: only the one that holds the second lock looks again and removes. */
function removeStale(file: string): void {
  const guard = `${file}.stale`;
  try {
    writeFileSync(guard, '', { flag: 'wx' });
  } catch {
    if (ageOf(guard) > 10_000) rmSync(guard, { force: true });
    return;
  }
  try {
    const holder = readHolder(file);
    if (holder === undefined || !isAlive(holder)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function ageOf(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
