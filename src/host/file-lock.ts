import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GitopsError } from '../errors.js';
import { makeFolder } from './make-folder.js';
import { isGone, type ProcessIdentity, thisProcess } from './process-identity.js';

export interface FileLock {
  release(): void;
}

export interface FileLockOptions {
  /**
   * How long to wait for a living holder, and what to throw then; the holder is undefined when nobody can
   * read who it is. Default: wait as long as it takes.
   */
  readonly timeout?:
    | { readonly afterMs: number; readonly error: (file: string, holder: ProcessIdentity | undefined) => GitopsError }
    | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called when somebody else holds the lock, then about every half second. */
  readonly onWait?: ((holder: ProcessIdentity, seconds: number) => void) | undefined;
  /**
   * What a lock file means that nobody can read. `held`: another program made it, as git does `index.lock`,
   * and it is never taken over. `left`: only this code makes the file, so that a crash left it. Default:
   * `held`.
   */
  readonly unreadable?: 'held' | 'left' | undefined;
}

interface Holder extends ProcessIdentity {
  readonly token?: string;
}

/** Twice in a row an unreadable lock is the same: it is not being written. */
const UNREADABLE_MS = 200;
const TOLD_EVERY_MS = 500;

/**
 * Takes a lock that is a file: waits while its holder lives, takes it over when the holder has ended. Its
 * folder is made when it is missing.
 *
 * Taking over is itself done under a lock named after the holder that ended, so that of several waiting
 * processes exactly one gets it.
 *
 * @throws GitopsError that of `timeout`, INTERRUPTED; file system errors as they are
 */
export async function acquireFileLock(file: string, options: FileLockOptions = {}): Promise<FileLock> {
  const { timeout, signal, onWait, unreadable = 'held' } = options;
  const started = Date.now();
  const token = randomUUID();
  const release = () => {
    if (holderOf(textOf(file))?.token === token) rmSync(file, { force: true });
  };
  let told = 0;
  for (;;) {
    if (signal?.aborted) throw new GitopsError('INTERRUPTED', `interrupted while waiting for the lock '${file}'`);
    if (create(file, token)) return { release };
    const text = textOf(file);
    const holder = holderOf(text);
    if (holder === undefined ? unreadable === 'left' && (await isLeft(file, text)) : isGone(holder)) {
      const afterMs = timeout === undefined ? 0 : Math.max(0, timeout.afterMs - (Date.now() - started));
      const inner = { ...options, timeout: timeout && { ...timeout, afterMs }, onWait: undefined };
      const takeover = await acquireFileLock(`${file}.${holder?.token ?? 'left'}`, inner);
      try {
        if (text !== undefined && textOf(file) === text) {
          writeFileSync(`${file}.${token}`, contentOf(token));
          renameSync(`${file}.${token}`, file);
          return { release };
        }
      } finally {
        takeover.release();
      }
      continue;
    }
    if (timeout !== undefined && Date.now() - started >= timeout.afterMs) throw timeout.error(file, holder);
    if (holder !== undefined && Date.now() - told >= TOLD_EVERY_MS) {
      onWait?.(holder, (Date.now() - started) / 1000);
      told = Date.now();
    }
    await sleep(25 + Math.random() * 50);
  }
}

/** Runs `work` under the lock. @throws as {@link acquireFileLock}, and what `work` throws */
export async function withFileLock<T>(file: string, options: FileLockOptions, work: () => Promise<T>): Promise<T> {
  const lock = await acquireFileLock(file, options);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** The lock appears with its content or not at all: it is written under another name and linked. */
function create(file: string, token: string): boolean {
  const written = `${file}.${token}`;
  makeFolder(dirname(file));
  try {
    writeFileSync(written, contentOf(token));
    linkSync(written, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOENT') return false; // ENOENT: the last holder removed the folder in between
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return createWithoutLinks(file, token);
    throw error;
  } finally {
    rmSync(written, { force: true });
  }
}

/** For file systems without hard links: a crash in between leaves an empty lock. */
function createWithoutLinks(file: string, token: string): boolean {
  try {
    writeFileSync(file, contentOf(token), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(token: string): string {
  return JSON.stringify({ ...thisProcess(), token });
}

/** Undefined when it is gone. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Undefined when nobody can read who it is, or while the holder has not finished writing. */
function holderOf(text: string | undefined): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(text ?? '');
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'start' in value
  );
}

async function isLeft(file: string, text: string | undefined): Promise<boolean> {
  if (text === undefined) return false;
  await sleep(UNREADABLE_MS);
  return textOf(file) === text;
}
