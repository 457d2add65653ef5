// A real Argo CD, for comparisons: built once from the modules pinned in this folder (Go, about 3 minutes on 2 cores), kept in the user's cache.
//   usage: node tools/argocd/argocd-binaries.mjs     prints its folder: argocd, redis, manifests/
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULE = dirname(fileURLToPath(import.meta.url));
const ARGO = 'github.com/argoproj/argo-cd/v3';
// 3.2.12's tag does not compile; from 3.3 on a part of it is a nested module whose versions the module proxy does not have.
export const ARGO_VERSION = 'v3.2.11';
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops/argocd');

/** Folder with `argocd`, `redis` and Argo CD's own `manifests/`. @throws when Go fails */
export function argocdBinaries() {
  const digest = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'redis.go']) digest.update(readFileSync(join(MODULE, file)));
  const folder = join(CACHE, `${ARGO_VERSION}-${digest.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${randomUUID()}`;
  mkdirSync(temporary, { recursive: true });
  go('build', ...FLAGS, '-ldflags', `-s -w ${linkerVariables()}`, '-o', join(temporary, 'argocd'), `${ARGO}/cmd`);
  go('build', ...FLAGS, '-ldflags', '-s -w', '-o', join(temporary, 'redis'), '.');
  const source = JSON.parse(go('mod', 'download', '-json', ARGO)).Dir;
  cpSync(join(source, 'manifests'), join(temporary, 'manifests'), { recursive: true });
  makeWritable(join(temporary, 'manifests'));
  renameSync(temporary, folder);
  return folder;
}

const FLAGS = ['-trimpath', '-buildvcs=false'];

function go(...args) {
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-mod=readonly' };
  return execFileSync('nice', ['go', ...args], { cwd: MODULE, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Argo CD wants to know its version; kubectl's is the one that go.mod pins. */
function linkerVariables() {
  const common = `${ARGO}/common`;
  const kubectl = /k8s\.io\/kubectl => k8s\.io\/kubectl (\S+)/.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1];
  const values = {
    version: ARGO_VERSION.slice(1),
    gitTag: ARGO_VERSION,
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    kubectlVersion: kubectl,
  };
  return Object.entries(values)
    .map(([name, value]) => `-X ${common}.${name}=${value}`)
    .join(' ');
}

/** The module cache is read-only; a cache folder must be removable. */
function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
    else chmodSync(join(folder, entry.name), 0o644);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(argocdBinaries());
