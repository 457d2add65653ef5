// The scenarios of test/scenarios, the ApplicationSets of test/applicationsets, and whole repositories, on a
// real Argo CD beside control planes of its own; all are stopped at the end.
//   usage: npm run test:argocd                       compares Argo CD's answers with those in test/scenarios/*/argocd.yaml
//          npm run test:argocd -- --record [NAME…]   writes them
//          npm run test:argocd -- --applicationsets   only the ApplicationSets of test/applicationsets
//          npm run test:argocd -- --repositories      only the example repository, what `gitops init` makes, and the
//                                                     commands of docs/with-argocd.md
//          npm run test:argocd -- --keep [NAME…]     leaves Argo CD running for the next time; --stop ends it
// The answers for ApplicationSets are those of an Argo CD that knows no cluster but its own: one that was
// kept must not have got others in the meantime.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { ARGO_VERSION, argocdBinaries } from './argocd-binaries.mjs';
import { startArgocd, stopArgocd } from './start-argocd.mjs';

const FOLDER = join(tmpdir(), 'cdk8s-gitops-argocd');
const KEPT = join(FOLDER, 'kept.json');
const KNOWN = ['--record', '--keep', '--stop', '--applicationsets', '--repositories'];
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = options.filter((option) => !KNOWN.includes(option));
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}; known: ${KNOWN.join(' ')}`);

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '../..'));
const load = (path) => tsImport(path, import.meta.url);
const { localPaths } = await load('../../src/local-cluster/paths.ts');
const { startLocalCluster } = await load('../../src/local-cluster/start-local-cluster.ts');
const { stopLocalCluster } = await load('../../src/local-cluster/stop-local-cluster.ts');
const { askApplicationSets } = await load('../../test/scenarios/runner/ask-application-sets.ts');
const { askRepositories } = await load('../../test/scenarios/runner/ask-repositories.ts');
const { askArgocd } = await load('../../test/scenarios/runner/ask-argocd.ts');

/** On a busy machine. */
const START_MS = 600_000;
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
    const running = await start();
    const request = {
      ...running,
      cli: join(await argocdBinaries((line) => console.log(line)), 'argocd'),
      version: ARGO_VERSION,
      record: options.includes('--record'),
      print: (line) => console.log(line),
    };
    const isOnly = ['--applicationsets', '--repositories'].some((option) => options.includes(option));
    const wants = (option) => names.length === 0 && (!isOnly || options.includes(option));
    const counts = [];
    if (names.length > 0 || !isOnly)
      counts.push(await askArgocd({ ...request, ...(names.length > 0 ? { names } : {}) }));
    if (wants('--applicationsets')) counts.push(await askApplicationSets(request));
    if (wants('--repositories')) counts.push(await askRepositories(request));
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
  const own = { ...localPaths(process.env), stateDirectory, timeoutMs: START_MS };
  const cluster = await startLocalCluster({ ...own, name: 'argocd' });
  const other = await startLocalCluster({ ...own, name: 'argocd-other' });
  mkdirSync(join(FOLDER, 'argocd'), { recursive: true });
  const argocd = await startArgocd({ directory: join(FOLDER, 'argocd'), binaries, cluster });
  const running = {
    argocd,
    kubeconfig: cluster.userKubeconfig,
    kubectl: cluster.kubectl,
    otherKubeconfig: other.userKubeconfig,
  };
  if (options.includes('--keep')) writeFileSync(KEPT, JSON.stringify(running));
  return running;
}

async function stop() {
  await stopArgocd(join(FOLDER, 'argocd'));
  for (const name of ['argocd', 'argocd-other'])
    await stopLocalCluster({ stateDirectory, name }).catch((error) => {
      if (error.code !== 'LOCAL_CLUSTER_NOT_FOUND') throw error;
    });
  rmSync(FOLDER, { recursive: true, force: true });
}
