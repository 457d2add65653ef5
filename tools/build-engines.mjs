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
const run = promisify(execFile);

/** One entry per engine: what is run before the build (in a copy of its folder), and the version it stands for. */
const ENGINES = [{ name: 'kustomize', version: '5.8.1', generate: ['run', './schema', 'schema.pb'] }];

/** Builds what is missing; `force` builds everything anew. */
export async function buildEngines({ force = false } = {}) {
  const digest = digestOfSources();
  if (!force && indexOf(OUTPUT)?.sources === digest) return;
  const cached = join(CACHE, digest);
  if (force || indexOf(cached)?.sources !== digest) await buildInto(cached, digest);
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  // The index last: without it the folder counts as empty.
  for (const name of readdirSync(cached).filter((name) => name !== INDEX)) copyFileSync(join(cached, name), join(OUTPUT, name));
  copyFileSync(join(cached, INDEX), join(OUTPUT, INDEX));
}

async function buildInto(directory, digest) {
  const started = performance.now();
  console.log('[build] engines: Go to WebAssembly …');
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, '.build-'));
  try {
    const result = join(work, 'result');
    mkdirSync(result);
    const engines = {};
    const notices = new Map([['Go', licencesBelow((await go(SOURCES, ['env', 'GOROOT'])).trim())]]);
    for (const engine of ENGINES) {
      const sources = join(work, engine.name);
      cpSync(join(SOURCES, engine.name), sources, { recursive: true });
      if (engine.generate) await go(sources, engine.generate);
      await go(sources, ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', join(work, 'engine.wasm'), '.'], {
        GOOS: 'js',
        GOARCH: 'wasm',
      });
      const packed = await promisify(gzip)(readFileSync(join(work, 'engine.wasm')), { level: 9 });
      writeFileSync(join(result, `${engine.name}.wasm.gz`), packed);
      engines[engine.name] = { file: `${engine.name}.wasm.gz`, digest: sha256(packed), version: engine.version };
      for (const [module, text] of await noticesOf(sources)) notices.set(module, text);
    }
    const goroot = (await go(SOURCES, ['env', 'GOROOT'])).trim();
    copyFileSync(join(goroot, 'lib/wasm/wasm_exec.js'), join(result, 'wasm_exec.js'));
    copyFileSync(join(SOURCES, 'worker.mjs'), join(result, 'worker.mjs'));
    writeFileSync(join(result, 'THIRD_PARTY_NOTICES'), noticesText(notices));
    writeFileSync(join(result, INDEX), `${JSON.stringify({ sources: digest, engines }, null, 2)}\n`);
    rmSync(directory, { recursive: true, force: true });
    try {
      renameSync(result, directory);
    } catch (error) {
      // Another build of the same content was faster.
      if (indexOf(directory)?.sources !== digest) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`[build] engines: ${((performance.now() - started) / 1000).toFixed(1)} s`);
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
        'Go 1.25 or newer is needed to build the engines and is not on PATH: install it from https://go.dev/dl/, then run `npm run build` again',
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
  const modules = new Map([...new Set(packages.split('\n').filter(Boolean))].map((line) => line.split('\t')));
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

function digestOfSources() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of filesBelow(''))
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
