// Compares our health verdicts with those of another version of Argo CD: over the cases of its own tests, and over
// variations of them that its own scripts judge (each condition turned, each field of the status left out, another
// generation). Prints a table of what differs; exits with 1 when ours is Healthy, or none, where its verdict is not.
//   usage: node tools/health-rules/compare.mjs GIT_DIRECTORY [REVISION] [--all]
// GIT_DIRECTORY is a clone of argoproj/argo-cd, a bare one too. Nothing of it is kept. --all lists also the differences
// in which ours is the stricter verdict.
import { execFileSync, spawn } from 'node:child_process';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { variationsOf } from './variations.mjs';

const [directory, revision = 'HEAD'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (directory === undefined)
  throw new Error('usage: node tools/health-rules/compare.mjs GIT_DIRECTORY [REVISION] [--all]');
const showsAll = process.argv.includes('--all');
process.chdir(join(dirname(fileURLToPath(import.meta.url)), '../..'));
const load = (path) => tsImport(path, import.meta.url);
const { createHealth } = await load('../../src/cluster/health/custom.ts');
const { createLuaHealth } = await load('../../src/engines/lua-health/create-lua-health.ts');
const { parseYaml } = await load('../../src/manifest/yaml.ts');

const FOLDER = 'resource_customizations';
const STRICT = ['Progressing', 'Degraded', 'Suspended'];

const files = await readFiles(directory, revision);
const kinds = [...files.keys()].filter((path) => path.endsWith('/health.lua')).sort();
const [ours, theirs] = [createHealth(), createLuaHealth()];
const differences = [];
let judged = 0;
try {
  for (const path of kinds) await compareKind(path);
} finally {
  await Promise.all([ours.close(), theirs.close()]);
}
report();

/** Where their verdict differs from ours, over all cases of a script. */
async function compareKind(path) {
  const folder = dirname(path);
  const cases = casesOf(folder);
  const inputs = cases.flatMap(({ name, object, expected }) => [
    { name, object, expected },
    ...variationsOf(object).map((variation) => ({ name: `${name}, ${variation.says}`, object: variation.object })),
  ]);
  const lua = files.get(path);
  const openLibs = /string\.|table\.|os\.|pairs|math\./.test(lua);
  const kind = folder.slice(FOLDER.length + 1);
  const override = { [kind.replaceAll('_', '*')]: { lua, openLibs } };
  // A verdict is remembered by uid and version, which the cases share.
  const objects = inputs.map(({ object }, index) => ({
    ...object,
    metadata: { ...object.metadata, uid: `${folder}-${index}` },
  }));
  const answers = await theirs.judge(objects, override);
  const verdicts = await ours.judge(objects);
  for (const [index, { name, expected }] of inputs.entries()) {
    const wanted = expected ?? answers[index].status;
    const found = verdicts[index]?.status ?? 'none';
    judged += 1;
    if (wanted === found || wanted === '' || wanted === 'Unknown') continue;
    const isFalse = STRICT.includes(wanted) && ['Healthy', 'none'].includes(found);
    differences.push({
      kind,
      name,
      wanted,
      found,
      rule: verdicts[index]?.rule ?? '',
      isFalse,
      message: answers[index].message,
    });
  }
}

function casesOf(folder) {
  const tests = files.get(`${folder}/health_test.yaml`);
  if (tests === undefined) return [];
  const [{ tests: all = [] }] = parse(tests);
  return all.flatMap(({ inputPath, healthStatus }) => {
    const content = inputPath === undefined ? undefined : files.get(posix.join(folder, inputPath));
    return content === undefined
      ? []
      : parse(content).map((object) => ({
          name: inputPath,
          object: { ...object, metadata: object.metadata ?? {} },
          expected: healthStatus?.status,
        }));
  });
}

function parse(text) {
  return parseYaml(text, 'a test of Argo CD', 'last').filter((value) => value !== null && value !== undefined);
}

function report() {
  const shown = differences.filter(({ isFalse }) => showsAll || isFalse);
  for (const { kind, name, wanted, found, rule, message } of shown)
    console.log([kind, name, `theirs ${wanted}`, `ours ${found}`, rule, message.slice(0, 60)].join(' | '));
  const wrong = differences.filter(({ isFalse }) => isFalse);
  const count = (list) => `${list.length} in ${new Set(list.map(({ kind }) => kind)).size} kinds`;
  console.log(
    `${kinds.length} kinds, ${judged} objects; ours is healthier: ${count(wrong)}; other differences: ${count(differences.filter(({ isFalse }) => !isFalse))}`,
  );
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

/** Path to content, of the folder with the scripts. */
async function readFiles(gitDirectory, commit) {
  const git = (...args) =>
    execFileSync('git', ['--git-dir', gitDirectory, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
  const paths = git('ls-tree', '-r', '--name-only', commit, '--', FOLDER)
    .split('\n')
    .filter((path) => /\.(lua|ya?ml)$/.test(path));
  const child = spawn('git', ['--git-dir', gitDirectory, 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(paths.map((path) => `${commit}:${path}\n`).join(''));
  const chunks = [];
  for await (const chunk of child.stdout) chunks.push(chunk);
  let rest = Buffer.concat(chunks);
  const found = new Map();
  for (const path of paths) {
    const end = rest.indexOf('\n');
    const size = Number(rest.subarray(0, end).toString().split(' ')[2]);
    found.set(path, rest.subarray(end + 1, end + 1 + size).toString());
    rest = rest.subarray(end + 1 + size + 1);
  }
  return found;
}
