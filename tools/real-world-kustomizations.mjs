// Kustomizations of other projects, from the pinned Go modules in real-world/ and kept in the user's cache:
// for a test that compares with the real command.
//   usage: node tools/real-world-kustomizations.mjs     prints their folder
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { removeLeftovers } from './remove-leftovers.mjs';
import { runGo } from './run-go.mjs';
import { withLock } from './with-lock.mjs';

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
 * @throws when Go fails, which it has told by then
 */
export function realWorldKustomizations() {
  const folder = placeOf();
  if (!existsSync(folder)) execFileSync(process.execPath, [FILE], { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

/** Whether they were copied before. */
export function realWorldKustomizationsAreThere() {
  return existsSync(placeOf());
}

/**
 * Copies them where they are missing, in this process.
 *
 * @param {(text: string) => void} [note] is told for whom it waits
 * @throws ToolFailure
 */
export async function makeRealWorldKustomizations(note) {
  const folder = placeOf();
  await withLock(`${folder}.lock`, note, async () => {
    if (existsSync(folder)) return;
    const directories = await moduleDirectories();
    const parent = dirname(folder);
    mkdirSync(parent, { recursive: true });
    removeLeftovers(parent, '.build');
    const temporary = join(parent, `.build-${process.pid}-real-world`);
    try {
      for (const { module, from, to } of FOLDERS) copyFolder(join(directories.get(module), from), join(temporary, to));
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });
  return folder;
}

function placeOf() {
  return join(cacheFolder(), 'real-world', key());
}

/** Of everything that decides what is in the folder. */
function key() {
  const digest = createHash('sha256');
  for (const file of [FILE, join(MODULE, 'go.mod'), join(MODULE, 'go.sum')])
    digest.update(readFileSync(file)).update('\0');
  return digest.digest('hex').slice(0, 12);
}

/**
 * Module → its folder in the module cache, where Go puts what is missing and compares it with go.sum. It
 * prints one object after the other.
 */
async function moduleDirectories() {
  const output = await runGo(['mod', 'download', '-json'], { cwd: MODULE });
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

if (process.argv[1] === FILE) {
  try {
    console.log(await makeRealWorldKustomizations((text) => console.error(`[build] ${text}`)));
  } catch (error) {
    console.error(`[build] real-world kustomizations: ${error.message}`);
    process.exitCode = 1;
  }
}
