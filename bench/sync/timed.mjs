import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/**
 * Wall seconds, CPU seconds and peak memory (MB) of a whole process, as the operating system accounts for it
 * where /usr/bin/time is installed. The process is killed when the signal is aborted.
 */
export async function timed(folder, command, args, signal) {
  const accounting = existsSync('/usr/bin/time') ? join(folder, 'time.txt') : undefined;
  if (accounting) writeFileSync(accounting, '');
  const full = accounting ? ['/usr/bin/time', ['-f', '%U %S %M', '-o', accounting, command, ...args]] : [command, args];
  const started = process.hrtime.bigint();
  // A group of its own, because /usr/bin/time passes no signal on.
  const child = spawn(...full, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended
    }
  };
  signal.addEventListener('abort', end);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  signal.removeEventListener('abort', end);
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
    for (const row of this.rows.keys())
      console.log(
        line(
          row,
          Object.fromEntries(['wall', 'cpu', 'memory', 'requests'].map((figure) => [figure, this.median(row, figure)])),
        ),
      );
  }
}

/** One row as text. */
export function line(row, { wall, cpu = Number.NaN, memory = Number.NaN, requests }) {
  const columns = [
    `${wall.toFixed(2)} s`,
    `${cpu.toFixed(2)} s CPU`,
    `${memory.toFixed(0)} MB`,
    `${requests} requests`,
  ];
  return `${row.padEnd(46)} ${columns.map((column) => column.padStart(14)).join('')}`;
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
