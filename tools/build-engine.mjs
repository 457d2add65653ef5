// One Go shim of engines/ as WebAssembly, with the licences of what is compiled in. Whatever decides the
// result is here and in engines/: both are in the engine's digest.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { runGo } from './run-go.mjs';

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), '../engines');
const INDEX = 'engines.json';
/** Go's own JavaScript, which starts a module. */
export const RUNTIME = 'wasm_exec.js';

/**
 * One entry per engine: the version it stands for, what is run before the build (in a copy of its folder),
 * licences of what that copies in. What is left in ../extra is part of the result; its folder test/ is kept
 * in the cache for the tests and not shipped.
 */
export const ENGINES = [
  { name: 'cel', version: '0.26.1' },
  { name: 'crd', version: '1.36.2' },
  {
    name: 'health',
    version: '3.2.11',
    generate: [['run', '-trimpath', './collect', '../extra']],
    licences: { 'github.com/argoproj/argo-cd/v3 v3.2.11': 'rules/LICENSE' },
  },
  { name: 'helm', version: '4.1.4', generate: [['run', '-trimpath', './adapt']] },
  { name: 'jq', version: '0.12.17' },
  { name: 'jsonnet', version: '0.21.0' },
  {
    name: 'kustomize',
    version: '5.8.1',
    generate: [
      ['run', '-trimpath', './adapt'],
      ['run', '-trimpath', './schema', 'schema.pb'],
    ],
  },
  { name: 'template', version: '3.2.11' },
];
/** What engines share: in the digest of each. */
const SHARED = 'serve';

/**
 * Builds an engine in an empty folder.
 *
 * @returns the folder in it that holds the result: the packed module, Go's runtime, what the engine adds, and
 * the index
 * @throws GoFailure
 */
export async function buildEngine({ name, version, generate = [], licences = {} }, work) {
  const sources = join(work, name);
  const result = join(work, 'extra');
  const temporary = join(work, 'tmp');
  mkdirSync(result);
  mkdirSync(temporary);
  cpSync(join(SOURCES, name), sources, { recursive: true });
  cpSync(join(SOURCES, SHARED), join(work, SHARED), { recursive: true });
  const go = (words, settings) => runGo(words, { cwd: sources, settings: { GOTMPDIR: temporary, ...settings } });
  for (const command of generate) await go(command);
  const wasm = { GOOS: 'js', GOARCH: 'wasm' };
  await go(
    [
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags',
      `-s -w ${linkerFlags(sources)}`,
      '-o',
      join(work, 'engine.wasm'),
      '.',
    ],
    wasm,
  );
  const packed = await promisify(gzip)(readFileSync(join(work, 'engine.wasm')), { level: 9 });
  const file = `${name}.wasm.gz`;
  writeFileSync(join(result, file), packed);
  const goroot = (await go(['env', 'GOROOT'])).trim();
  copyFileSync(join(goroot, 'lib/wasm', RUNTIME), join(result, RUNTIME));
  const copied = Object.entries(licences).map(([module, licence]) => [
    module,
    readFileSync(join(sources, licence), 'utf8').trim(),
  ]);
  const deps = [
    'list',
    '-deps',
    '-f',
    '{{with .Module}}{{if .Version}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}',
    '.',
  ];
  const notices = [['Go', licencesBelow(goroot)], ...noticesOf(await go(deps, wasm)), ...copied];
  writeFileSync(
    join(result, INDEX),
    `${JSON.stringify({ file, digest: sha256(packed), version, notices }, null, 2)}\n`,
  );
  return result;
}

/** What was built is named by this: of the engine's sources, what engines share, and this file. */
export function engineDigest(name) {
  return digestOf([name, SHARED]);
}

/** Of everything that decides what is in lib/engines/wasm. */
export function enginesDigest() {
  return digestOf(['']);
}

/** The index of a folder with a result; undefined where there is none, or only a part. */
export function engineIndex(directory) {
  const file = join(directory, INDEX);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** A file `ldflags` beside the sources, for what releases set when they are linked. */
function linkerFlags(sources) {
  const file = join(sources, 'ldflags');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

/** Module → licence texts, of every module with a package in the build. */
function noticesOf(packages) {
  const lines = packages.split('\n').filter((line) => line && !line.startsWith('cdk8s-gitops/'));
  return [...new Set(lines)]
    .map((line) => line.split('\t'))
    .map(([module, directory]) => [module, licencesBelow(directory)]);
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
    .flatMap((name) =>
      statSync(join(SOURCES, folder, name)).isDirectory() ? filesBelow(join(folder, name)) : [join(folder, name)],
    );
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
