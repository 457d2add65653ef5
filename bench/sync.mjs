// `gitops sync` of N objects against kubectl on a real API server, default flow control, ordinary user. `node bench/sync.mjs [N] [repeats]` after a build.
// Wall time includes start-up. kubectl does not wait, so the cold sync is timed both ways. Requests are counted by the server.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localPaths, startLocalCluster, stopLocalCluster } from '../lib/testing.js';
import { benchCluster } from './sync/cluster.mjs';
import { writeRepository } from './sync/repository.mjs';

const GITOPS = join(dirname(fileURLToPath(import.meta.url)), '..', 'lib/bin/gitops.js');
const [count = 1000, repeats = 3] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'));
const paths = { ...localPaths(process.env), stateDirectory: join(folder, 'state') };
const name = 'bench';
let failed = false;

try {
  const local = await startLocalCluster({ ...paths, name, nodes: 2 });
  const repository = join(folder, 'repository');
  writeRepository(repository, count, local.context);
  const cluster = benchCluster(local);
  cluster.prepare();
  const kubectl = (...args) => [local.kubectl, ['--kubeconfig', local.userKubeconfig, ...args]];
  const sync = (revision, ...more) => [
    process.execPath,
    [GITOPS, 'sync', '--all', '--quiet', '--kubeconfig', local.userKubeconfig, '--repository', repository, '--revision', revision, ...more],
  ];
  const ssa = (version) => kubectl('apply', '--server-side', '--field-manager=bench', '--filename', join(folder, `v${version}.yaml`));
  const diff = (version) => kubectl('diff', '--server-side', '--field-manager=bench', '--filename', join(folder, `v${version}.yaml`));

  const rows = new Map();
  const measure = (row, [command, args], expected = 0) => {
    const before = cluster.requests();
    const result = timed(command, args);
    const requests = cluster.requests() - before;
    if (result.status !== expected) throw new Error(`${row} ended with ${result.status}: ${result.output.slice(-2000)}`);
    rows.set(row, [...(rows.get(row) ?? []), { ...result, requests }]);
  };
  for (let repeat = 0; repeat < repeats; repeat++) {
    await cluster.clean();
    measure('kubectl apply --server-side, cold', ssa(1));
    measure('kubectl diff --server-side, unchanged', diff(1));
    measure('kubectl apply --server-side, unchanged', ssa(1));
    measure('kubectl apply --server-side, 1 % changed', ssa(2));
    await cluster.clean();
    measure('gitops sync --no-wait, cold', sync('v1', '--no-wait'));
    await cluster.clean();
    measure('gitops sync, cold, until healthy', sync('v1'));
    measure('gitops sync, unchanged', sync('v1'));
    measure('gitops sync, 1 % changed', sync('v2'));
  }
  failed = report(rows);
} finally {
  await stopLocalCluster({ ...paths, name }).catch(() => {});
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Wall seconds, CPU seconds and peak memory of a whole process, as the operating system accounts for it where /usr/bin/time is installed. */
function timed(command, args) {
  const accounting = existsSync('/usr/bin/time') ? join(folder, 'time.txt') : undefined;
  if (accounting) writeFileSync(accounting, '');
  const started = process.hrtime.bigint();
  const full = accounting ? ['/usr/bin/time', ['-f', '%U %S %M', '-o', accounting, command, ...args]] : [command, args];
  const { status, stdout, stderr } = spawnSync(...full, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  const [user, system, kilobytes] = accounting ? readFileSync(accounting, 'utf8').trim().split('\n').pop().split(' ').map(Number) : [];
  return { status, output: `${stdout}${stderr}`, wall, cpu: accounting && user + system, memory: accounting && kilobytes / 1024 };
}

function report(rows) {
  const median = (row, figure) =>
    rows
      .get(row)
      .map((run) => run[figure])
      .sort((a, b) => a - b)[Math.floor(rows.get(row).length / 2)];
  console.log(`${count} objects, medians of ${repeats}`);
  for (const row of rows.keys()) {
    const [cpu, memory] = [median(row, 'cpu'), median(row, 'memory')];
    console.log(
      `${row.padEnd(42)} ${median(row, 'wall').toFixed(2).padStart(7)} s ${(cpu ?? Number.NaN).toFixed(2).padStart(7)} s CPU ${(memory ?? Number.NaN).toFixed(0).padStart(5)} MB ${String(median(row, 'requests')).padStart(6)} requests`,
    );
  }
  const checks = [
    [
      'cold sync --no-wait ÷ kubectl apply',
      median('gitops sync --no-wait, cold', 'wall') / median('kubectl apply --server-side, cold', 'wall'),
      '≤',
      1,
    ],
    ['kubectl diff ÷ unchanged sync', median('kubectl diff --server-side, unchanged', 'wall') / median('gitops sync, unchanged', 'wall'), '≥', 4],
    ['requests of an unchanged sync', median('gitops sync, unchanged', 'requests'), '≤', 40],
  ];
  const missed = checks.filter(([, value, relation, limit]) => (relation === '≤' ? value > limit : value < limit));
  for (const check of checks)
    console.log(
      `${check[0].padEnd(42)} ${check[1].toFixed(2).padStart(7)}  (wanted ${check[2]} ${check[3]})${missed.includes(check) ? '  MISSED' : ''}`,
    );
  return missed.length > 0;
}
