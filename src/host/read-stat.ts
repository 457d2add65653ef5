import { readFileSync } from 'node:fs';

/** What Linux says of a process or a thread. */
export interface ProcessStat {
  /** One letter, such as `R` or `Z`. */
  readonly state: string;
  readonly threads: number;
  /** When it started, in ticks since boot: compared, never parsed. */
  readonly start: string;
  readonly parent: number;
  /** Milliseconds of processor time that it has had. */
  readonly usedMs: number;
  /** The same of its children that have ended. */
  readonly childrenMs: number;
}

/** The clock that Linux keeps for this ticks a hundred times a second. */
const TICK_MS = 10;

/**
 * Reads `/proc/<name>/stat`; undefined where there is none.
 *
 * @param name `4711` for a process, `4711/task/4713` or `thread-self` for a thread
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function readStat(name: string): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) * TICK_MS;
    const state = fields[0] ?? '';
    const start = fields[19] ?? '';
    return {
      state,
      threads: Number(fields[17]),
      start,
      parent: Number(fields[1]),
      usedMs: ticks(11),
      childrenMs: ticks(13),
    };
  } catch {
    return undefined;
  }
}
