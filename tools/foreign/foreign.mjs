// `gitops list`, `check --offline` and one `render` in clones of public repositories that others wrote, and how
// many findings are false by the verdicts in verdicts.yaml. Nothing of those repositories is kept here.
//   usage: npm run foreign -- [--folder DIR] [--clone] [--lib FOLDER] [owner/name…]
//   --folder  has the clones, as owner__name. Default: cdk8s-gitops-foreign in the folder for temporary files
//   --clone   clones what is missing there, and takes the commit that the verdicts are about
//   --lib     another build of this package to run. Default: lib/
// The exit code is 1 when a finding has no verdict, or when more than one in twenty is false.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { judge } from './judge.mjs';
import { table } from './table.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
/** The share of false findings that is allowed. */
const MOST_FALSE = 1 / 20;
const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string' }, clone: { type: 'boolean' }, lib: { type: 'string' } },
});
const folder = resolve(options.folder ?? join(tmpdir(), 'cdk8s-gitops-foreign'));
const command = join(resolve(options.lib ?? join(HERE, '../../lib')), 'bin/gitops.js');
const { common, repositories } = load(readFileSync(join(HERE, 'verdicts.yaml'), 'utf8'));
const unknown = names.filter((name) => !repositories.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(
    `no verdicts about '${unknown.join("', '")}'; there are: ${repositories.map(({ name }) => name).join(', ')}`,
  );
  process.exit(64);
}

const temporary = mkdtempSync(join(tmpdir(), 'foreign-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
const rows = [];
for (const repository of repositories.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const clone = join(folder, repository.name.replace('/', '__'));
  if (!existsSync(clone) && !(options.clone === true && cloned(repository, clone))) {
    console.log(`missing: ${repository.name} (git clone https://github.com/${repository.name}.git ${clone})`);
    continue;
  }
  rows.push(measured(repository, clone));
}
console.log(table(rows));
const judged = rows.map(({ judged: one }) => one);
const sum = (field) => judged.reduce((all, one) => all + one[field], 0);
const [isTrue, isFalse] = [sum('true'), sum('false')];
console.log(
  `findings: ${isTrue} true, ${isFalse} false, ${sum('unverifiable')} unverifiable, ${sum('unjudged')} without verdict`,
);
process.exitCode = sum('unjudged') > 0 || isFalse > MOST_FALSE * (isTrue + isFalse) ? 1 : 0;

/** The first command that a newcomer types, and the next ones where it names them. */
function measured({ name, commit, folder: part, render, verdicts = [] }, clone) {
  const head = git(clone, 'rev-parse', 'HEAD');
  const list = gitops(clone, 'list', ...(part === undefined ? [] : [part]), '--output', 'json');
  const check = gitops(clone, 'check', ...(part === undefined ? [] : [part]), '--offline', '--output', 'json');
  const rendered = render === undefined ? undefined : gitops(clone, 'render', render, '--offline');
  const { findings = [], applications = 0, problems = [] } = check.document ?? { problems: [noDocument(check)] };
  const one = judge([...findings, ...problems.map(asFinding)], [...verdicts, ...common]);
  for (const finding of one.without) console.log(`no verdict: ${name}: ${finding.rule}: ${finding.message}`);
  for (const finding of one.wrong) console.log(`false: ${name}: ${finding.rule}: ${finding.message}`);
  return { name, commit: head, isAsJudged: head === commit, list, check, rendered, applications, judged: one };
}

function asFinding({ code, message }) {
  return { rule: code, level: 'error', message };
}

function noDocument({ status, stderr }) {
  return { code: 'NO_DOCUMENT', message: `exit ${status}: ${stderr.slice(0, 300)}` };
}

/** A run with a cache of its own, so that it is the first one on this machine. */
function gitops(clone, ...args) {
  const report = join(temporary, 'report.json');
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', join(HERE, 'report-usage.cjs'), command, ...args],
    {
      cwd: clone,
      encoding: 'utf8',
      env: { ...process.env, USAGE_REPORT: report, XDG_CACHE_HOME: join(temporary, 'cache') },
      maxBuffer: 1 << 29,
    },
  );
  const wall = performance.now() - started;
  const usage = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { cpu: 0, memory: 0 };
  rmSync(report, { force: true });
  return { status, stderr, wall, ...usage, document: args.includes('json') ? parsed(stdout) : undefined };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cloned({ name, commit }, clone) {
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('git', ['clone', '--quiet', `https://github.com/${name}.git`, clone], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) git(clone, 'checkout', '--quiet', commit);
  return status === 0;
}

function git(directory, ...args) {
  return spawnSync('git', ['-C', directory, ...args], { encoding: 'utf8' }).stdout.trim();
}
