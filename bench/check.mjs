// `gitops check` of 500 Applications in 5,000 files: cold, unchanged, little changed; and of a repository with
// nested apps of apps, beside the real kustomize that builds the same folders. Wall, CPU, peak memory.
// `node bench/check.mjs` after `npm run build`; `-- 100` for fewer Applications.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kustomizeBinary } from '../tools/kustomize-binary.mjs';
import { HEADER, measureCheck } from './check/measure.mjs';
import { NESTED, writeNestedRepository } from './check/nested-repository.mjs';

const OVERLAYS = 5;
const APPLICATIONS = Number(process.argv[2] ?? 500);
const LIMITS = { cold: 60_000, changed: 5_000, again: 3_000, memoryMb: 700 };
const URL_ = 'https://git.example.com/team/deploy.git';
const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const write = (path, text) => {
  const file = join(folder, 'repository', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  count += 1;
};
const yaml = (value) => `${JSON.stringify(value, null, 2)}\n`;
const object = (apiVersion, kind, name, rest = {}) => yaml({ apiVersion, kind, metadata: { name }, ...rest });

function writeApplication(app) {
  const labels = { app };
  const container = {
    name: 'web',
    image: `registry.example.com/${app}:1.0.0`,
    ports: [{ containerPort: 8080 }],
    env: [{ name: 'LEVEL', value: 'info' }],
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const base = {
    'deployment.yaml': object('apps/v1', 'Deployment', app, {
      spec: { replicas: 1, selector: { matchLabels: labels }, template },
    }),
    'service.yaml': object('v1', 'Service', app, {
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    }),
    'config.yaml': object('v1', 'ConfigMap', app, { data: { key: 'value' } }),
    'account.yaml': object('v1', 'ServiceAccount', app),
  };
  for (const [file, text] of Object.entries(base)) write(`apps/${app}/base/${file}`, text);
  write(`apps/${app}/base/kustomization.yaml`, yaml({ resources: Object.keys(base) }));
}

function writeOverlay(app, environment) {
  const at = `apps/${app}/overlays/${environment}`;
  const patches = {
    'replicas.yaml': object('apps/v1', 'Deployment', app, { spec: { replicas: 3 } }),
    'env.yaml': object('apps/v1', 'Deployment', app, {
      spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'LEVEL', value: environment }] }] } } },
    }),
    'port.yaml': object('v1', 'Service', app, { metadata: { name: app, annotations: { environment } } }),
  };
  for (const [file, text] of Object.entries(patches)) write(`${at}/patches/${file}`, text);
  write(`${at}/quota.yaml`, object('v1', 'ConfigMap', `${app}-quota`, { data: { quota: environment } }));
  write(
    `${at}/budget.yaml`,
    object('policy/v1', 'PodDisruptionBudget', app, { spec: { minAvailable: 1, selector: { matchLabels: { app } } } }),
  );
  write(`${at}/readme.md`, `${app} in ${environment}\n`);
  const images = [{ name: `registry.example.com/${app}`, newTag: '1.4.0' }];
  const kustomization = {
    resources: ['../../base', 'quota.yaml', 'budget.yaml'],
    patches: Object.keys(patches).map((file) => ({ path: `patches/${file}` })),
    images,
  };
  write(`${at}/kustomization.yaml`, yaml(kustomization));
  const spec = {
    project: 'shop',
    source: { repoURL: URL_, path: at, targetRevision: 'HEAD' },
    destination: { name: 'in-cluster', namespace: `${app}-${environment}` },
  };
  write(
    `argo/${app}-${environment}.yaml`,
    yaml({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `${app}-${environment}`, namespace: 'argocd' },
      spec,
    }),
  );
}

for (let index = 0; index < APPLICATIONS / OVERLAYS; index++) {
  writeApplication(`app-${index}`);
  for (let at = 0; at < OVERLAYS; at++) writeOverlay(`app-${index}`, `env-${at}`);
}
const project = {
  sourceRepos: ['*'],
  destinations: [{ name: '*', server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};
write(
  'argo/project.yaml',
  yaml({ apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'shop' }, spec: project }),
);
const gitIn = (cwd, ...args) =>
  execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], {
    cwd,
    stdio: 'pipe',
  });
const git = (...args) => gitIn(join(folder, 'repository'), ...args);
git('init', '-q');
const commit = (message) => {
  git('add', '-A');
  git('commit', '-q', '-m', message);
};
commit('first');

const measure = (title) =>
  measureCheck({ title, repository: join(folder, 'repository'), folder, applications: APPLICATIONS });

console.log(`${APPLICATIONS} Applications, ${count} files`);
console.log(HEADER);
const cold = measure('cold');
const same = measure('unchanged');
for (let index = 0; index < 5; index++) {
  write(
    `apps/app-${index}/overlays/env-0/patches/replicas.yaml`,
    object('apps/v1', 'Deployment', `app-${index}`, { spec: { replicas: 7 } }),
  );
}
commit('second');
const changed = measure('5 changed');
const memory = Math.max(...[cold, same, changed].map((one) => one.memory));
const ok = cold.wall < LIMITS.cold && changed.wall < LIMITS.changed && memory < LIMITS.memoryMb;
console.log(
  `asked: < ${LIMITS.cold / 1000} s cold, < ${LIMITS.changed / 1000} s when little changed, < ${LIMITS.memoryMb} MB: ${ok ? 'ok' : 'MISSED'}`,
);
if (!ok) process.exitCode = 1;

const nested = join(folder, 'nested');
const paths = writeNestedRepository(nested);
gitIn(nested, 'init', '-q');
gitIn(nested, 'remote', 'add', 'origin', URL_);
gitIn(nested, 'add', '-A');
gitIn(nested, 'commit', '-q', '-m', 'first');
console.log(`\n${NESTED.applications} Applications in nested apps of apps, ${NESTED.kustomizations} kustomizations`);
console.log(HEADER);
const measureNested = (title) => measureCheck({ title, repository: nested, folder, applications: NESTED.applications });
const first = measureNested('first');
const again = measureNested('unchanged');
const peer = buildAll(paths);
const ratio = (value) => (value / peer).toFixed(2);
console.log(
  `the real kustomize, ${paths.length} folders one after the other: ${Math.round(peer)} ms; first ${ratio(first.wall)}, unchanged ${ratio(again.wall)} of that`,
);
if (Math.max(first.memory, again.memory) > LIMITS.memoryMb || again.wall > LIMITS.again) process.exitCode = 1;

function buildAll(folders) {
  const command = kustomizeBinary();
  const started = performance.now();
  for (const path of folders) {
    const { status, stderr } = spawnSync(command, ['build', join(nested, path)], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(stderr);
  }
  return performance.now() - started;
}
