// Synth of N applications × 10 objects with proofs cached, against plain cdk8s for the same objects; both
// write their files. `node bench/synth.mjs [--small]` after a build.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { createKustomize } from '../lib/engines/kustomize/create-kustomize.js';
import { Application, Cluster, Environment, Repository } from '../lib/index.js';
import { synthesize } from '../lib/synth/synthesize.js';

const OBJECTS = 10;
const ONE = ['prod'];
const FOUR = ['dev', 'test', 'staging', 'prod'];
const sizes = process.argv.includes('--small') ? [50, 200] : [200, 1000, 2000];
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bench-synth-'));
const kustomize = createKustomize({ cacheDirectory: join(folder, 'cache') });

/** A Deployment of about 60 lines, as the objects of real repositories. */
function deployment(name, replicas) {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'bench' };
  const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10, failureThreshold: 3 };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      labels,
      annotations: { 'example.com/owner': 'team', 'example.com/docs': 'https://docs.example.com/web' },
    },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image: `registry.example.com/${name}:1.0.0`,
              args: ['--port=8080', '--log=json'],
              env: ['A', 'B', 'C', 'D'].map((key) => ({ name: key, value: `value of ${key}` })),
              ports: [{ name: 'http', containerPort: 8080 }],
              readinessProbe: probe,
              livenessProbe: probe,
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
          serviceAccountName: name,
          terminationGracePeriodSeconds: 30,
        },
      },
    },
  };
}

class Bench extends Application {
  constructor(repository, index) {
    super(repository, `app-${index}`, { project: 'bench', base: { replicas: 1 } });
  }
  resources(scope, { replicas }) {
    for (let index = 0; index < OBJECTS; index++)
      new ApiObject(scope, `web-${index}`, deployment(`web-${index}`, replicas));
  }
}

/** `size` Argo Applications: one Application each, or a quarter as many in four environments. */
function tree(size, stages) {
  const repository = new Repository({ url: 'https://git.example.com/bench.git', root: folder });
  const environments = stages.map(
    (stage) =>
      new Environment(repository, stage, {
        cluster: Cluster.kubeconfig(repository, stage, { context: stage }),
        namespace: (own) => `${own}-${stage}`,
      }),
  );
  for (let index = 0; index < size / stages.length; index++) {
    const application = new Bench(repository, index);
    for (const [number, environment] of environments.entries())
      application.overlay(environment, { props: { replicas: number + 2 } });
  }
  return repository;
}

async function ours(size, stages) {
  const out = mkdtempSync(join(folder, 'ours-'));
  const made = new Set();
  const { units } = await synthesize(tree(size, stages), { kustomize });
  for (const { files } of units) {
    for (const [path, content] of files.entries()) {
      const target = join(out, path);
      if (!made.has(dirname(target))) mkdirSync(dirname(target), { recursive: true });
      made.add(dirname(target));
      writeFileSync(target, content);
    }
  }
}

function plain(size, yamlOutputType) {
  const app = new App({ outdir: mkdtempSync(join(folder, 'plain-')), yamlOutputType });
  for (let index = 0; index < size; index++) {
    const chart = new Chart(app, `app-${index}`, { namespace: `app-${index}` });
    for (let number = 0; number < OBJECTS; number++)
      new ApiObject(chart, `web-${number}`, deployment(`web-${number}`, 3));
  }
  app.synth();
}

async function measure(action) {
  globalThis.gc?.();
  const start = performance.now();
  await action();
  return performance.now() - start;
}

const best = async (times, action) => {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) least = Math.min(least, await measure(action));
  return least;
};

const rows = [];
try {
  for (const size of sizes) {
    const proving = await measure(() => ours(size, ONE));
    const cached = await best(2, () => ours(size, ONE));
    await ours(size, FOUR);
    const staged = await best(2, () => ours(size, FOUR));
    const folders = await best(1, () => plain(size, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE));
    const charts = await best(1, () => plain(size, YamlOutputType.FILE_PER_CHART));
    rows.push({ size, proving, cached, staged, folders, charts });
    const ms = (value) => `${Math.round(value)} ms`;
    console.log(
      `${size} applications × ${OBJECTS}: ours ${ms(cached)} (first time, with proofs: ${ms(proving)}); cdk8s ${ms(charts)} (its fastest mode, a folder per chart: ${ms(folders)}); ` +
        `ratio ${(cached / charts).toFixed(2)} (${(cached / folders).toFixed(2)})`,
    );
    console.log(
      `  as ${size / 4} applications in four environments: ours ${ms(staged)}; ratio ${(staged / charts).toFixed(2)} (${(staged / folders).toFixed(2)})`,
    );
  }
  for (const [index, row] of rows.entries()) {
    if (index === 0) continue;
    const before = rows[index - 1];
    console.log(
      `${before.size} → ${row.size}: ${(row.size / before.size).toFixed(1)} × the applications, ${(row.cached / before.cached).toFixed(1)} × the time`,
    );
  }
} finally {
  await kustomize.close();
  rmSync(folder, { recursive: true, force: true });
}
