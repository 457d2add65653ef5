// A real Argo CD, for comparisons: built once from the modules pinned in this folder (Go, 8 to 10 minutes of
// one core), kept in the user's cache.
//   usage: node tools/argocd/argocd-binaries.mjs     prints its folder: argocd, redis, manifests/
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withLock } from '../with-lock.mjs';

const MODULE = dirname(fileURLToPath(import.meta.url));
const ARGO = 'github.com/argoproj/argo-cd/v3';
// 3.2.12's tag does not compile; from 3.3 on a part of it is a nested module whose versions the module proxy
// does not have.
export const ARGO_VERSION = 'v3.2.11';
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops/argocd');
const PRINT_EVERY_MS = 15_000;

/**
 * Folder with `argocd`, `redis` and Argo CD's own `manifests/`. A build that was interrupted goes on where it
 * was: what Go compiled is in its cache. Of several that need it one builds, the others wait for it.
 *
 * @param print takes a line of progress every 15 seconds
 * @throws when Go fails
 */
export async function argocdBinaries(print = (line) => console.error(line)) {
  const digest = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'redis.go']) digest.update(readFileSync(join(MODULE, file)));
  const folder = join(CACHE, `${ARGO_VERSION}-${digest.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  await withLock(
    `${folder}.lock`,
    (text) => print(`[argocd] ${text}`),
    async () => {
      // Somebody else may have made it meanwhile.
      if (!existsSync(folder)) await make(folder, print);
    },
  );
  return folder;
}

async function make(folder, print) {
  print(
    `[argocd] building ${ARGO_VERSION} once: 8 to 10 minutes of one core, and the download of its modules before that`,
  );
  const temporary = `${folder}.${randomUUID()}`;
  mkdirSync(temporary, { recursive: true });
  try {
    await build(
      'argocd',
      ['-ldflags', `-s -w ${linkerVariables()}`, '-o', join(temporary, 'argocd'), `${ARGO}/cmd`],
      print,
    );
    await build('redis', ['-ldflags', '-s -w', '-o', join(temporary, 'redis'), '.'], print);
    const source = JSON.parse(await go(['mod', 'download', '-json', ARGO])).Dir;
    cpSync(join(source, 'manifests'), join(temporary, 'manifests'), { recursive: true });
    makeWritable(join(temporary, 'manifests'));
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Go names a package when it begins with it; what its cache has is not named, so that the count may stop
 * short of the total.
 */
async function build(name, args, print) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  let now = 'downloading modules';
  const timer = setInterval(() => print(`[argocd] ${name}, ${seconds()}: ${now}`), PRINT_EVERY_MS);
  try {
    const total = (await go(['list', '-deps', args.at(-1)])).trim().split('\n').length;
    let built = 0;
    now = 'compiling';
    await go(['build', '-v', '-trimpath', '-buildvcs=false', ...args], (line) => {
      if (!line.startsWith('go: ')) now = `compiling, ${++built} of at most ${total} packages`;
    });
  } finally {
    clearInterval(timer);
  }
  print(`[argocd] ${name} is built, after ${seconds()}`);
}

/** @returns what it prints; its other lines are handed to `onLine`, and told when it fails */
function go(words, onLine = () => {}) {
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-mod=readonly' };
  return new Promise((resolve, reject) => {
    const child = spawn('nice', ['go', ...words], { cwd: MODULE, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill();
    process.once('exit', end);
    const output = [];
    const lines = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (lines.push(line) > 12) lines.shift();
      onLine(line);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      process.removeListener('exit', end);
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new Error(`'go ${words[0]}' failed (${code}):\n${lines.join('\n')}`));
    });
  });
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

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await argocdBinaries());
