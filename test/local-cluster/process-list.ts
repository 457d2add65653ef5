import { execFileSync } from 'node:child_process';

/** Command lines of running processes that mention this folder: what a cluster in it left behind. */
export function processesOf(directory: string): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
  return lines.filter((line) => line.includes(`${directory}/`) && !line.startsWith('ps '));
}
