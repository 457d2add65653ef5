import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { platform } from 'node:process';
import { type ProcessStat, readStat } from './read-stat.js';

/** A process and all that it started. */
export interface ProcessTree {
  readonly pids: readonly number[];
  /** Milliseconds of processor time that they have had together. */
  readonly usedMs: number;
}

/**
 * Undefined where the system does not show them: there is neither /proc nor `ps`, or there is no such
 * process.
 */
export function processTree(pid: number): ProcessTree | undefined {
  const all = platform === 'linux' ? fromProc() : fromPs();
  if (!all.has(pid)) return undefined;
  const pids = [pid];
  for (const found of pids) for (const [child, { parent }] of all) if (parent === found) pids.push(child);
  const usedMs = pids.reduce((sum, one) => sum + (all.get(one)?.usedMs ?? 0) + (all.get(one)?.childrenMs ?? 0), 0);
  return { pids, usedMs };
}

type Processes = ReadonlyMap<number, Pick<ProcessStat, 'parent' | 'usedMs' | 'childrenMs'>>;

function fromProc(): Processes {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      const stat = readStat(pid);
      return stat === undefined ? [] : [[Number(pid), stat] as const];
    }),
  );
}

/** `ps` shows nothing of children that have ended. */
function fromPs(): Processes {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split('\n');
    return new Map(
      lines.map((line) => {
        const [pid = '', parent = '', time = ''] = line.trim().split(/\s+/);
        return [Number(pid), { parent: Number(parent), usedMs: millisecondsOf(time), childrenMs: 0 }] as const;
      }),
    );
  } catch {
    return new Map();
  }
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` */
function millisecondsOf(time: string): number {
  const [days, clock] = time.includes('-') ? time.split('-') : ['0', time];
  return ((clock ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400) * 1000;
}
