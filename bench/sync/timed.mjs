import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Wall seconds, CPU seconds and peak memory (MB) of a whole process, as the operating system accounts for it
 * where /usr/bin/time is installed.
 */
export function timed(folder, command, args) {
  const accounting = existsSync('/usr/bin/time') ? join(folder, 'time.txt') : undefined;
  if (accounting) writeFileSync(accounting, '');
  const started = process.hrtime.bigint();
  const full = accounting ? ['/usr/bin/time', ['-f', '%U %S %M', '-o', accounting, command, ...args]] : [command, args];
  const { status, stdout, stderr } = spawnSync(...full, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  const [user, system, kilobytes] = accounting
    ? readFileSync(accounting, 'utf8').trim().split('\n').pop().split(' ').map(Number)
    : [];
  return {
    status,
    output: `${stdout}${stderr}`,
    wall,
    cpu: accounting && user + system,
    memory: accounting && kilobytes / 1024,
  };
}

/** Rows of figures, each measured several times. */
export class Figures {
  rows = new Map();

  add(row, figures) {
    this.rows.set(row, [...(this.rows.get(row) ?? []), figures]);
  }

  median(row, figure) {
    const runs = this.rows.get(row).map((run) => run[figure]);
    return runs.sort((left, right) => left - right)[Math.floor(runs.length / 2)];
  }

  print() {
    for (const row of this.rows.keys()) {
      const [wall, cpu, memory, requests] = ['wall', 'cpu', 'memory', 'requests'].map((figure) =>
        this.median(row, figure),
      );
      const columns = [
        `${wall.toFixed(2)} s`,
        `${(cpu ?? Number.NaN).toFixed(2)} s CPU`,
        `${(memory ?? Number.NaN).toFixed(0)} MB`,
        `${requests} requests`,
      ];
      console.log(`${row.padEnd(46)} ${columns.map((column) => column.padStart(14)).join('')}`);
    }
  }
}

/** Prints what was wanted and what was reached. @returns whether something was missed */
export function verdict(checks) {
  let missed = false;
  for (const [name, value, relation, limit] of checks) {
    const kept = relation === '≤' ? value <= limit : value >= limit;
    if (!kept) missed = true;
    console.log(
      `${name.padEnd(66)} ${value.toFixed(2).padStart(8)}  (wanted ${relation} ${limit})${kept ? '' : '  MISSED'}`,
    );
  }
  return missed;
}
