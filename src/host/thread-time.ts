import { cpuUsage } from 'node:process';
import { readStat } from './read-stat.js';

/**
 * Milliseconds of processor time that a thread of this process has had; where the system does not show them,
 * those of the whole process, which are more.
 *
 * @param thread its name below /proc: `4711/task/4713`, or `thread-self` for the calling one; undefined when
 * it is not known
 */
export function threadTime(thread: string | undefined): number {
  const known = thread === undefined ? undefined : readStat(thread);
  if (known !== undefined) return known.usedMs;
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
