import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { readStat } from './read-stat.js';

/**
 * One process of one boot of one machine: a pid alone is used again. It survives in a file and is judged by
 * other processes.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /**
   * When it started, in the words of the operating system; compared, never parsed. Empty where the system
   * does not say.
   */
  readonly start: string;
  /** The machine; a record without it is one of this machine. */
  readonly host?: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, start: startOf(process.pid) ?? '', host: hostname() };
}

/**
 * The process that has this pid now; undefined when there is none. A zombie counts as none, unless some of
 * its threads still end: until the last one has, its ports are taken.
 */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start, host: hostname() };
}

/** Whether exactly this process still runs, here. */
export function isAlive(identity: ProcessIdentity | undefined): boolean {
  return identity !== undefined && isHere(identity) && startOf(identity.pid) === identity.start;
}

/** Whether the process has surely ended. One of another machine never has: nobody here can know. */
export function isGone(identity: ProcessIdentity): boolean {
  if (!isHere(identity)) return false;
  const start = startOf(identity.pid);
  return start === undefined || (identity.start !== '' && start !== '' && start !== identity.start);
}

function isHere({ host }: ProcessIdentity): boolean {
  return host === undefined || host === hostname();
}

/** Undefined when no process has the pid. */
function startOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? linuxStart(pid) : portableStart(pid);
}

/** Ticks count from the boot, so the boot belongs to them. */
function linuxStart(pid: number): string | undefined {
  const stat = readStat(String(pid));
  if (stat === undefined || stat.state === 'X' || (stat.state === 'Z' && stat.threads <= 1)) return undefined;
  return `${stat.start}@${bootId()}`;
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
}

function portableStart(pid: number): string | undefined {
  try {
    const [state, ...start] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === undefined || state === '' || state.startsWith('Z') ? undefined : start.join(' ');
  } catch (error) {
    // `ps` ends with 1 when there is no such process; where there is no `ps`, signal 0 shows whether the
    // process exists.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && isThere(pid) ? '' : undefined;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
