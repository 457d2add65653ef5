// Removes each directive that `check` calls a dead patch, and compares what the real kustomize builds with and
// without it, for each kustomization of the clone that reads its file. Clones are copied, never changed.
//   usage: node tools/foreign/try-dead-patches.mjs CLONE CHECK.json KUSTOMIZE [--most NUMBER]
//   CHECK.json  `gitops check --offline --output json` of the clone
//   KUSTOMIZE   the kustomize command
//   --most      how many of the directives are tried: every n-th one. Default: all
// Prints `same`, `differs` or `not built` for each. The exit code is 1 when one differs.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dump, load } from 'js-yaml';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { most: { type: 'string' } },
});
const [clone, report, kustomize] = positionals.map((path) => resolve(path));
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const copy = mkdtempSync(join(tmpdir(), 'try-dead-patches-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
cpSync(clone, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => basename(path) !== '.git' });

const files = spawnSync('git', ['-C', clone, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  .stdout.split('\0')
  .filter((path) => NAMES.includes(basename(path)) && existsSync(join(copy, path)));
const readBy = new Map();
for (const file of files)
  for (const name of namesIn(file)) {
    const folder = normalize(join(dirname(file), name));
    readBy.set(folder, [...(readBy.get(folder) ?? []), dirname(file)]);
  }

const all = JSON.parse(readFileSync(report, 'utf8')).findings.flatMap(placesOf);
const step = Math.max(1, Math.ceil(all.length / Number(options.most ?? all.length)));
for (const { file, message } of all.filter((_, at) => at % step === 0)) {
  const answer = tried(file, message);
  if (answer.startsWith('differs')) process.exitCode = 1;
  console.log(`${answer}: ${file}: ${message}`);
}

function placesOf({ rule, message, file, places = [] }) {
  if (rule !== 'dead-patch') return [];
  return [{ file, message }, ...places.map((place) => ({ file: place.file, message: place.message ?? message }))];
}

/** Builds every kustomization that reaches the file, with and without the directive. */
function tried(file, message) {
  const [, field, index] = /^(\w+)(?:\[(\d+)\])?/.exec(message) ?? [];
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const value = load(text);
  if (value?.[field] === undefined) return `not found (${field})`;
  // The same file as js-yaml writes it, so that the directive is the only difference.
  writeFileSync(path, dump(value));
  const before = [...reaching(dirname(file))].map((folder) => [folder, built(folder)]);
  if (index === undefined) delete value[field];
  else value[field].splice(Number(index), 1);
  writeFileSync(path, dump(value));
  const known = before.filter(([, output]) => output !== undefined);
  const different = known.filter(([folder, output]) => built(folder) !== output);
  writeFileSync(path, text);
  if (known.length === 0) return 'not built';
  return different.length === 0 ? `same (${known.length} builds)` : `differs (${different.map(([one]) => one)})`;
}

/** The folder, and those that read it at any depth. */
function reaching(folder, found = new Set()) {
  if (found.has(folder)) return found;
  found.add(folder);
  for (const reader of readBy.get(folder) ?? []) reaching(reader, found);
  return found;
}

function built(folder) {
  const { status, stdout } = spawnSync(kustomize, ['build', '--load-restrictor', 'LoadRestrictionsNone', folder], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  return status === 0 ? stdout : undefined;
}

function namesIn(file) {
  try {
    const { resources, bases, components } = load(readFileSync(join(copy, file), 'utf8')) ?? {};
    return [resources, bases, components].flatMap((names) => (Array.isArray(names) ? names : [])).map(String);
  } catch {
    // kustomize refuses it too.
    return [];
  }
}
