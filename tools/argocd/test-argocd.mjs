// The scenarios of test/scenarios, and the ApplicationSets of test/applicationsets, on a real Argo CD beside a control plane of its own; both are stopped at the end.
//   usage: npm run test:argocd                       compares Argo CD's answers with those in test/scenarios/*/argocd.yaml
//          npm run test:argocd -- --record [NAME…]   writes them
//          npm run test:argocd -- --applicationsets   only the ApplicationSets of test/applicationsets
//          npm run test:argocd -- --keep [NAME…]     leaves Argo CD running for the next time; --stop ends it
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { ARGO_VERSION, argocdBinaries } from './argocd-binaries.mjs';
import { startArgocd, stopArgocd } from './start-argocd.mjs';

const FOLDER = join(tmpdir(), 'cdk8s-gitops-argocd');
const KEPT = join(FOLDER, 'kept.json');
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = options.filter((option) => !['--record', '--keep', '--stop', '--applicationsets'].includes(option));
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}; known: --record --keep --stop --applicationsets`);

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '../..'));
const load = (path) => tsImport(path, import.meta.url);
const { localPaths } = await load('../../src/local-cluster/paths.ts');
const { startLocalCluster } = await load('../../src/local-cluster/start-local-cluster.ts');
const { stopLocalCluster } = await load('../../src/local-cluster/stop-local-cluster.ts');
const { askApplicationSets } = await load('../../test/scenarios/runner/ask-application-sets.ts');
const { askArgocd } = await load('../../test/scenarios/runner/ask-argocd.ts');

const stateDirectory = join(FOLDER, 'clusters');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop().finally(() => process.exit(130)));
try {
  if (options.includes('--stop')) await stop();
  else await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

async function main() {
  const keep = options.includes('--keep');
  try {
    const { argocd, kubeconfig } = await start();
    const request = { kubeconfig, argocd, version: ARGO_VERSION, record: options.includes('--record'), print: (line) => console.log(line) };
    const counts = [];
    if (names.length > 0 || !options.includes('--applicationsets'))
      counts.push(await askArgocd({ ...request, ...(names.length > 0 ? { names } : {}) }));
    if (names.length === 0) counts.push(await askApplicationSets(request));
    const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
    process.exitCode = sum('failed') > 0 ? 1 : 0;
  } finally {
    if (!keep) await stop();
  }
}

async function start() {
  if (existsSync(KEPT)) return JSON.parse(readFileSync(KEPT, 'utf8'));
  const binaries = await argocdBinaries((line) => console.log(line));
  console.log('[argocd] starting …');
  const cluster = await startLocalCluster({ ...localPaths(process.env), stateDirectory, name: 'argocd' });
  mkdirSync(join(FOLDER, 'argocd'), { recursive: true });
  const argocd = await startArgocd({ directory: join(FOLDER, 'argocd'), binaries, cluster });
  const running = { argocd, kubeconfig: cluster.userKubeconfig };
  if (options.includes('--keep')) writeFileSync(KEPT, JSON.stringify(running));
  return running;
}

async function stop() {
  await stopArgocd(join(FOLDER, 'argocd'));
  await stopLocalCluster({ stateDirectory, name: 'argocd' }).catch((error) => {
    if (error.code !== 'LOCAL_CLUSTER_NOT_FOUND') throw error;
  });
  rmSync(FOLDER, { recursive: true, force: true });
}
