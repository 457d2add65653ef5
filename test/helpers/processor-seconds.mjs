import { readFileSync } from 'node:fs';

/**
 * What a process took of the processor, with its children that ended; undefined where there is no /proc.
 *
 * @param {number | string} id of the process, or `self`
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function processorSeconds(id) {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
  } catch {
    return undefined;
  }
}
