// Kustomizations of other projects, from the pinned Go modules in real-world/ and kept in the user's cache: for a test that compares with the real command.
//   usage: node tools/real-world-kustomizations.mjs     prints their folder
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(import.meta.url);
const MODULE = join(dirname(FILE), 'real-world');
const ARGO_CD = 'github.com/argoproj/argo-cd/v3';

/** What is taken of a module, and where it goes. */
const FOLDERS = [
  { module: ARGO_CD, from: 'manifests/base', to: 'argo-cd/manifests/base' },
  { module: ARGO_CD, from: 'manifests/cluster-rbac', to: 'argo-cd/manifests/cluster-rbac' },
  { module: ARGO_CD, from: 'manifests/ha/base', to: 'argo-cd/manifests/ha/base' },
  { module: ARGO_CD, from: 'util/kustomize/testdata', to: 'argo-cd/util' },
  { module: 'github.com/google/cadvisor', from: 'deploy/kubernetes', to: 'cadvisor' },
  { module: 'k8s.io/pod-security-admission', from: 'webhook', to: 'pod-security-admission' },
  { module: 'sigs.k8s.io/kwok', from: 'kustomize', to: 'kwok' },
];
/** Large, or no part of a kustomization. */
const LEFT_OUT = /^(?:crd|kwok)\/|(?:^|\/)(?:chaos|testdata)\/|\.go$|(?:^|\/)README\.md$/;

/**
 * A folder with one folder for each project: the cached one, or a new copy (the modules are 30 MB).
 *
 * @throws when Go fails
 */
export function realWorldKustomizations() {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops/real-world', key());
  if (existsSync(folder)) return folder;
  const directories = moduleDirectories();
  const temporary = `${folder}.${randomUUID()}`;
  try {
    for (const { module, from, to } of FOLDERS) copyFolder(join(directories.get(module), from), join(temporary, to));
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // another process was faster
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** Of everything that decides what is in the folder. */
function key() {
  const digest = createHash('sha256');
  for (const file of [FILE, join(MODULE, 'go.mod'), join(MODULE, 'go.sum')]) digest.update(readFileSync(file)).update('\0');
  return digest.digest('hex').slice(0, 12);
}

/** Go compares what it downloads with go.sum. */
function moduleDirectories() {
  const list = () => go(['download', '-json'], { GOPROXY: 'off' }, 'ignore');
  try {
    return parse(list());
  } catch {
    console.error('[real-world] downloading what is missing of 4 Go modules (30 MB)');
    go(['download'], {}, 'inherit');
    return parse(list());
  }
}

function go(words, settings, stderr) {
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-mod=readonly', ...settings };
  return execFileSync('go', ['mod', ...words], { cwd: MODULE, env, encoding: 'utf8', stdio: ['ignore', 'pipe', stderr] });
}

/** Go prints one object after the other. */
function parse(output) {
  const modules = JSON.parse(`[${output.replaceAll(/^\}\n\{$/gm, '},{')}]`);
  return new Map(modules.map(({ Path, Dir }) => [Path, Dir]));
}

/** Written anew, because files and folders of the module cache are read-only. */
function copyFolder(from, to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    const path = relative(from, source);
    if (!entry.isFile() || LEFT_OUT.test(path)) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), readFileSync(source));
  }
}

if (process.argv[1] === FILE) console.log(realWorldKustomizations());
