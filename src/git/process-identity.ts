import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { pid } from 'node:process';

/** Who holds a lock; survives in a file and is judged by other processes. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  readonly startedAt: string;
  readonly host: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid, startedAt: startOf(pid), host: hostname() };
}

/** Whether the process is surely gone. One of another machine never is: nobody here can know. */
export function isGone(holder: ProcessIdentity): boolean {
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return holder.startedAt !== '' && startOf(holder.pid) !== holder.startedAt;
}

/** Linux: boot id and the process's start in clock ticks since boot (proc_pid_stat(5), field 22). */
function startOf(id: number): string {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}:${fields[19]}`;
  } catch {
    return '';
  }
}
