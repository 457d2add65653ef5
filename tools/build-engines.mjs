// The Go shims of engines/ as WebAssembly, in lib/engines/wasm, with the licences of what is compiled in.
// Done once per content of engines/: the result is kept in the user's cache, so that another clone needs no Go.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = join(ROOT, 'engines');
const OUTPUT = join(ROOT, 'lib/engines/wasm');
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-gitops/engines');
const INDEX = 'engines.json';
const RUNTIME = 'wasm_exec.js';
const run = promisify(execFile);

/**
 * One entry per engine: the version it stands for, what is run before the build (in a copy of its folder), licences of what that copies in.
 * What is left in ../extra is part of the result; its folder test/ is kept in the cache for the tests and not shipped.
 */
const ENGINES = [
  { name: 'cel', version: '0.26.1' },
  { name: 'crd', version: '1.36.2' },
  {
    name: 'health',
    version: '3.2.11',
    generate: [['run', './collect', '../extra']],
    licences: { 'github.com/argoproj/argo-cd/v3 v3.2.11': 'rules/LICENSE' },
  },
  { name: 'helm', version: '4.1.4', generate: [['run', './adapt']] },
  { name: 'jq', version: '0.12.17' },
  { name: 'jsonnet', version: '0.21.0' },
  {
    name: 'kustomize',
    version: '5.8.1',
    generate: [
      ['run', './adapt'],
      ['run', './schema', 'schema.pb'],
    ],
  },
  { name: 'template', version: '3.2.11' },
];
/** What engines share: in the digest of each. */
const SHARED = 'serve';

/** Builds what is missing; `force` builds everything anew. */
export async function buildEngines({ force = false } = {}) {
  const digest = digestOf(['']);
  if (!force && indexOf(OUTPUT)?.sources === digest) return;
  for (const engine of ENGINES) if (force || indexOf(engineCache(engine.name)) === undefined) await buildEngine(engine);
  // Built by different versions of Go at different times: one runtime has to fit all.
  const runtimes = new Set(ENGINES.map(({ name }) => readFileSync(join(engineCache(name), RUNTIME), 'utf8')));
  if (runtimes.size > 1) for (const engine of ENGINES) await buildEngine(engine);
  const notices = new Map();
  const engines = {};
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  for (const { name } of ENGINES) {
    const cached = engineCache(name);
    const { notices: own, ...entry } = indexOf(cached);
    engines[name] = entry;
    for (const [module, text] of own) notices.set(module, text);
    for (const file of readdirSync(cached, { withFileTypes: true }))
      if (file.isFile() && file.name !== INDEX) copyFileSync(join(cached, file.name), join(OUTPUT, file.name));
  }
  copyFileSync(join(SOURCES, 'worker.mjs'), join(OUTPUT, 'worker.mjs'));
  writeFileSync(join(OUTPUT, 'THIRD_PARTY_NOTICES'), noticesText(notices));
  // The index last: without it the folder counts as empty.
  writeFileSync(join(OUTPUT, INDEX), `${JSON.stringify({ sources: digest, engines }, null, 2)}\n`);
}

/** The folder in the cache with what was built of an engine's present sources, and `test/` with data for its tests. */
export function engineCache(name) {
  return join(CACHE, `${name}-${digestOf([name, SHARED])}`);
}

async function buildEngine({ name, version, generate = [], licences = {} }) {
  const started = performance.now();
  console.log(`[build] engine ${name}: Go to WebAssembly …`);
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, '.build-'));
  try {
    const sources = join(work, name);
    const result = join(work, 'extra');
    mkdirSync(result);
    cpSync(join(SOURCES, name), sources, { recursive: true });
    cpSync(join(SOURCES, SHARED), join(work, SHARED), { recursive: true });
    for (const command of generate) await go(sources, command);
    await go(sources, ['build', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w ${linkerFlags(sources)}`, '-o', join(work, 'engine.wasm'), '.'], {
      GOOS: 'js',
      GOARCH: 'wasm',
    });
    const packed = await promisify(gzip)(readFileSync(join(work, 'engine.wasm')), { level: 9 });
    const file = `${name}.wasm.gz`;
    writeFileSync(join(result, file), packed);
    const goroot = (await go(sources, ['env', 'GOROOT'])).trim();
    copyFileSync(join(goroot, 'lib/wasm', RUNTIME), join(result, RUNTIME));
    const copied = Object.entries(licences).map(([module, licence]) => [module, readFileSync(join(sources, licence), 'utf8').trim()]);
    const notices = [['Go', licencesBelow(goroot)], ...(await noticesOf(sources)), ...copied];
    writeFileSync(join(result, INDEX), `${JSON.stringify({ file, digest: sha256(packed), version, notices }, null, 2)}\n`);
    const target = engineCache(name);
    rmSync(target, { recursive: true, force: true });
    try {
      renameSync(result, target);
    } catch (error) {
      // Another build of the same content was faster.
      if (indexOf(target) === undefined) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`[build] engine ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** A file `ldflags` beside the sources, for what releases set when they are linked. */
function linkerFlags(sources) {
  const file = join(sources, 'ldflags');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

async function go(cwd, args, environment = {}) {
  try {
    const { stdout } = await run('go', args, {
      cwd,
      env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off', CGO_ENABLED: '0', ...environment },
      maxBuffer: 1 << 28,
    });
    return stdout;
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error(
        'Go 1.26 or newer is needed to build the engines and is not on PATH: install it from https://go.dev/dl/, then run `npm run build` again',
      );
    throw new Error(`go ${args.join(' ')} failed:\n${error.stderr || error.message}`);
  }
}

/** Module → licence texts, of every module with a package in the build. */
async function noticesOf(sources) {
  const packages = await go(sources, ['list', '-deps', '-f', '{{with .Module}}{{if .Version}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}', '.'], {
    GOOS: 'js',
    GOARCH: 'wasm',
  });
  const modules = new Map(
    [...new Set(packages.split('\n').filter((line) => line && !line.startsWith('cdk8s-gitops/')))].map((line) => line.split('\t')),
  );
  return [...modules].map(([module, directory]) => [module, licencesBelow(directory)]);
}

function licencesBelow(directory) {
  const names = readdirSync(directory).filter(
    (name) => /^(licen[cs]e|notice|copying|copyright|patents)/i.test(name) && statSync(join(directory, name)).isFile(),
  );
  if (names.length === 0) throw new Error(`no licence in ${basename(directory)}`);
  return names
    .sort()
    .map((name) => readFileSync(join(directory, name), 'utf8').trim())
    .join('\n\n');
}

function noticesText(notices) {
  const parts = [...notices]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([module, text]) => `${'='.repeat(80)}\n${module}\n${'='.repeat(80)}\n\n${text}\n`);
  return `The WebAssembly modules beside this file are compiled from the following.\n\n${parts.join('\n')}`;
}

function indexOf(directory) {
  const file = join(directory, INDEX);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Of the given folders of engines/ and of this file. */
function digestOf(folders) {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of folders.flatMap(filesBelow))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(SOURCES, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
}

function filesBelow(folder) {
  return readdirSync(join(SOURCES, folder))
    .sort()
    .flatMap((name) => (statSync(join(SOURCES, folder, name)).isDirectory() ? filesBelow(join(folder, name)) : [join(folder, name)]));
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildEngines({ force: process.argv.includes('--force') });
