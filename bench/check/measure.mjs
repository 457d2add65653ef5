// `gitops check` of a repository in a process of its own.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMAND = join(dirname(fileURLToPath(import.meta.url)), '../../lib/bin/gitops.js');
const REPORTER = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
require('node:fs').writeFileSync(process.env.BENCH_REPORT, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 })); });`;

export const HEADER = '                       ms   CPU ms      MB   objects';

/**
 * Runs it, prints a line, and checks that all was looked at.
 *
 * @param folder for the cache and what the process reports
 */
export function measureCheck({ title, repository, folder, applications }) {
  const reporter = join(folder, 'report.cjs');
  writeFileSync(reporter, REPORTER);
  const report = join(folder, 'report.json');
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), BENCH_REPORT: report };
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', reporter, COMMAND, 'check', '-C', repository, '--offline', '--output', 'json'],
    { encoding: 'utf8', env, maxBuffer: 1 << 28 },
  );
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`${title} ended with ${status}: ${stderr}${stdout.slice(0, 2_000)}`);
  const result = JSON.parse(stdout);
  if (result.applications !== applications || result.findings.length > 0)
    throw new Error(`${title}: ${result.applications} applications: ${stdout.slice(0, 1_000)}`);
  const { cpu, memory } = JSON.parse(readFileSync(report, 'utf8'));
  const cells = [
    [wall, 7],
    [cpu, 7],
    [memory, 6],
  ].map(([value, width]) => String(Math.round(value)).padStart(width));
  console.log([title.padEnd(16), ...cells, String(result.objects).padStart(8)].join('  '));
  return { wall, cpu, memory };
}
