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
  /** @default 30_000 */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  /** What to throw when the time is over; the holder is undefined when another program took the lock. */
  readonly onTimeout?: (file: string, holder: ProcessIdentity | undefined) => GitopsError;
}

interface Holder extends ProcessIdentity {
  readonly token: string;
}

/**
 * Takes a lock that is a file: waits while its holder lives, takes it over when the holder is gone. The folder is made when missing.
 *
 * Taking over a stale lock is itself done under a lock named after the stale holder, so that of several waiting processes exactly one gets it.
 *
 * @throws GitopsError GIT_OUTPUT_LOCKED after the time to wait, INTERRUPTED; file system errors as they are
 */
export async function acquireFileLock(file: string, { waitMs = 30_000, signal, onTimeout = locked }: FileLockOptions = {}): Promise<FileLock> {
  const until = Date.now() + waitMs;
  const token = randomUUID();
  const release = () => {
    if (readHolder(file)?.token === token) rmSync(file, { force: true });
  };
  for (;;) {
    if (signal?.aborted) throw new GitopsError('INTERRUPTED', 'interrupted while waiting for another synth');
    if (create(file, token)) return { release };
    const holder = readHolder(file);
    if (holder !== undefined && isGone(holder)) {
      const takeover = await acquireFileLock(`${file}.${holder.token}`, { waitMs: Math.max(0, until - Date.now()), signal, onTimeout });
      try {
        if (readHolder(file)?.token === holder.token) {
          writeFileSync(`${file}.${token}`, JSON.stringify({ ...thisProcess(), token }));
          renameSync(`${file}.${token}`, file);
          return { release };
        }
      } finally {
        takeover.release();
      }
    } else if (Date.now() >= until) throw onTimeout(file, holder);
    else await sleep(25 + Math.random() * 50);
  }
}

/** The lock appears with its content or not at all: written beside it and linked. */
function create(file: string, token: string): boolean {
  const written = `${file}.${token}`;
  makeFolder(dirname(file));
  try {
    writeFileSync(written, JSON.stringify({ ...thisProcess(), token }));
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

/** For file systems without hard links: a crash in between leaves an empty lock, which the error names. */
function createWithoutLinks(file: string, token: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ ...thisProcess(), token }), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined while the holder has not finished writing it, or when it is gone. */
function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder; // only this module writes the file
  } catch {
    return undefined;
  }
}

function locked(file: string, holder: ProcessIdentity | undefined): GitopsError {
  const who = holder === undefined ? 'an unknown process' : `process ${holder.pid} on '${holder.host}'`;
  return new GitopsError('GIT_OUTPUT_LOCKED', `${who} is writing the output`, {
    hint: `Wait for it. If it is gone for sure, delete '${file}'.`,
    data: { file },
  });
}
