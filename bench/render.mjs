// `gitops render` by the command, start-up included: one overlay and one chart for the first time, and
// everything of 1,000 Argo Applications again. `node bench/render.mjs [applications]` after a build.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timed, verdict } from './sync/timed.mjs';

const GITOPS = join(dirname(fileURLToPath(import.meta.url)), '..', 'lib/bin/gitops.js');
const [applications = 1000] = process.argv.slice(2).map(Number);
const RUNS = 5;
const folder = mkdtempSync(join(tmpdir(), 'bench-render-'));
let missed = false;

try {
  const [large, small] = [applications, 1].map((count) => ({ count, repository: join(folder, `repository-${count}`) }));
  for (const { count, repository } of [large, small]) writeRepository(repository, count);
  const startup = median(() => run(['version'], 'none').wall);
  const overlay = median(
    (index) => run(['render', 'app-0', '--repository', small.repository], `overlay-${index}`).wall,
  );
  const chart = median(
    (index) => run(['render', 'gitops/chart', '--repository', small.repository], `chart-${index}`).wall,
  );
  const all = ['render', '--all', '--output', 'names', '--repository', large.repository];
  const cold = run(all, 'all');
  const again = median(() => run(all, 'all').wall);
  const floor = median(() => nodeAlone());
  console.log(`start-up (gitops version): ${startup.toFixed(2)} s, bare node ${floor.toFixed(2)} s`);
  console.log(
    `${applications} applications for the first time: ${cold.wall.toFixed(1)} s, ${cold.memory?.toFixed(0)} MB`,
  );
  missed = verdict([
    ['one overlay, first time, s', overlay, '≤', 1.2],
    ['one chart, first time, s', chart, '≤', 1.5],
    [`${applications} applications again, beyond start-up, s`, again - startup, '≤', 0.2],
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(missed ? 1 : 0);

function run(args, cache) {
  const environment = join(folder, 'cache', cache);
  const result = timed(folder, 'env', [`XDG_CACHE_HOME=${environment}`, process.execPath, GITOPS, ...args]);
  if (result.status !== 0)
    throw new Error(`gitops ${args.join(' ')} ended with ${result.status}: ${result.output.slice(-2000)}`);
  return result;
}

function nodeAlone() {
  const started = process.hrtime.bigint();
  spawnSync(process.execPath, ['-e', '0']);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

function median(measure) {
  const times = Array.from({ length: RUNS }, (_, index) => measure(index)).sort((left, right) => left - right);
  return times[Math.floor(RUNS / 2)];
}

/** Overlays of three objects with a patch each, and a chart beside them. */
function writeRepository(repository, count) {
  const write = (path, text) => {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  };
  for (let index = 0; index < count; index++) {
    const name = `app-${index}`;
    const source = `source: { repoURL: "https://git.example.com/bench.git", targetRevision: HEAD, path: gitops/apps/${name}/overlay }`;
    write(
      `gitops/applications/bench/${name}.yaml`,
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, ${source}, destination: { name: in-cluster, namespace: ${name} } }\n`,
    );
    write(`gitops/apps/${name}/base/kustomization.yaml`, 'resources: [deployment.yaml, service.yaml, config.yaml]\n');
    write(
      `gitops/apps/${name}/base/deployment.yaml`,
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec: { containers: [{ name: main, image: "registry.example.com/${name}:1" }] }\n`,
    );
    write(
      `gitops/apps/${name}/base/service.yaml`,
      `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`,
    );
    write(
      `gitops/apps/${name}/base/config.yaml`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { index: "${index}" }\n`,
    );
    write(`gitops/apps/${name}/overlay/kustomization.yaml`, 'resources: [../base]\npatches: [{ path: patch.yaml }]\n');
    write(
      `gitops/apps/${name}/overlay/patch.yaml`,
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { replicas: 3 }\n`,
    );
  }
  if (count === 1) {
    write('gitops/chart/Chart.yaml', 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
    write('gitops/chart/values.yaml', 'replicas: 2\n');
    write(
      'gitops/chart/templates/config.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }} }\ndata: { replicas: {{ .Values.replicas | quote }} }\n',
    );
  }
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: repository,
      stdio: 'pipe',
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'bench');
}
