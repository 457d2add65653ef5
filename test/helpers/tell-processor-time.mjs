import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processorSeconds } from './processor-seconds.mjs';

/** Fewer files are looked at one by one. */
const WORTH_TELLING = 2;

/** Prints where the processor time of a run went: folder by folder, and its clusters that still run. */
export function tellProcessorTime(folder) {
  const notes = join(folder, 'processor.jsonl');
  const files = existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n').map(JSON.parse) : [];
  if (files.length < WORTH_TELLING) return;
  const sums = new Map([['clusters', clustersOf(folder)]]);
  for (const { file, seconds } of files) {
    const name = file.split('/').slice(1, -1)[0] ?? 'test';
    sums.set(name, (sums.get(name) ?? 0) + seconds);
  }
  const told = [...sums].sort(([, left], [, right]) => right - left).map(([name, sum]) => `${name} ${Math.round(sum)}`);
  const whole = Math.round([...sums.values()].reduce((left, right) => left + right, 0));
  console.error(`[test] processor seconds of the tests: ${whole} (${told.join(', ')})`);
}

function clustersOf(folder) {
  if (!existsSync('/proc/self/cmdline')) return 0;
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && commandOf(id).includes(join(folder, 'clusters')))
    .reduce((sum, id) => sum + (processorSeconds(id) ?? 0), 0);
}

function commandOf(id) {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
