// Plays the main job in a temporary Git repository: constructs, commit, sync, change, drift, heal, rollback,
// prune. Every command is run as shown; a command that ends otherwise than told fails the demo. The local
// cluster stays up at the end, so that people can look around; the next demo uses it again.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const GITOPS = join(ROOT, 'lib/bin/gitops.js');
const NAME = option('--name') ?? 'demo';
const started = performance.now();
const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-demo-')));
const project = join(workspace, 'guestbook');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => leave(130));

title('A real control plane on this machine');
say(
  'etcd, kube-apiserver, controller-manager and scheduler as plain processes; kwok stands for the kubelets. The first time takes minutes, later ones seconds.',
);
gitops(['local', 'up', '--name', NAME]);
const { kubeconfig, kubectl: kubectlPath } = JSON.parse(
  gitopsQuietly(['local', 'up', '--name', NAME, '--output', 'json']).trim().split('\n').at(-1),
);
kubectl(['delete', 'namespace', 'guestbook-dev', 'guestbook-staging', '--ignore-not-found'], { shown: false });
kubectl(['delete', 'namespace', 'gitops-system', '--ignore-not-found'], { shown: false });

title('A new repository');
gitops(['init', 'guestbook'], { directory: workspace });
link();
edit('environments/index.ts', "context: 'gitops-local'", `context: 'gitops-${NAME}'`);
run('git', ['init', '--quiet', '--initial-branch=main'], { shown: false });
run('git', ['config', 'user.name', 'Demo'], { shown: false });
run('git', ['config', 'user.email', 'demo@example.com'], { shown: false });
run('git', ['config', 'commit.gpgsign', 'false'], { shown: false });
run('git', ['add', '--all'], { shown: false });
run('git', ['commit', '--quiet', '-m', 'first commit']);
say('An application knows no environment, an environment says what differs there:');
show('environments/staging.ts');

title('Synth: constructs become a committed layout, each overlay proved by the real kustomize');
gitops(['synth', '--commit', '--include-sources', '-m', 'first output']);
run('git', ['ls-files', 'gitops']);

title('Sync: what was committed is applied, waited for and verified');
gitops(['sync', '--environment', 'staging']);
kubectl(['get', 'deployment,service,poddisruptionbudget', '--namespace', 'guestbook-staging']);

title('A change: three replicas instead of two');
edit('environments/staging.ts', 'replicas: 2', 'replicas: 3');
run('git', ['--no-pager', 'diff', '--unified=0', 'environments']);
gitops(['synth', '--commit', '--include-sources', '-m', 'staging: three replicas']);
say('The diff is what the sync will do, no more and no less (exit code 2: changes exist).');
gitops(['diff', '--environment', 'staging'], { expected: 2 });
gitops(['sync', '--environment', 'staging']);

title('Drift: somebody scales by hand');
kubectl(['scale', 'deployment/web', '--namespace', 'guestbook-staging', '--replicas=1']);
gitops(['status', '--environment', 'staging']);
say('Nobody committed that. A sync heals it:');
gitops(['sync', '--environment', 'staging']);
kubectl(['get', 'deployment', 'web', '--namespace', 'guestbook-staging']);

title('A bad commit: an image that does not exist');
edit('environments/staging.ts', 'replicas: 3', "replicas: 3, image: 'nginx:does-not-exist'");
gitops(['synth', '--commit', '--include-sources', '-m', 'staging: a bad image']);
say(
  'The sync waits, sees what the pods say, and ends as soon as waiting longer cannot help (exit code 3: not healthy).',
);
gitops(['sync', '--environment', 'staging', '--timeout', '30s'], { expected: 3 });
say('Back to the last good revision. The hold keeps the next pipeline from bringing the bad commit back.');
gitops(['rollback', '--environment', 'staging', '--yes']);
gitops(['sync', '--environment', 'staging'], { expected: 3 });
say('Git goes forward: the next commit lifts the hold.');
edit('environments/staging.ts', ", image: 'nginx:does-not-exist'", '');
gitops(['synth', '--commit', '--include-sources', '-m', 'staging: back to a good image']);
gitops(['sync', '--environment', 'staging']);

title('Prune: what leaves the code leaves the cluster');
removeBudget();
gitops(['synth', '--commit', '--include-sources', '-m', 'no disruption budget']);
gitops(['diff', '--environment', 'staging'], { expected: 2 });
gitops(['sync', '--environment', 'staging']);
kubectl(['get', 'poddisruptionbudget', '--namespace', 'guestbook-staging']);

title('What happened');
gitops(['history', '--environment', 'staging']);
gitops(['verify', '--environment', 'staging']);

say(`Done in ${Math.round((performance.now() - started) / 1000)} s. Try next, in ${project}:
  alias gitops='${GITOPS}'
  gitops sync --environment dev                the other environment
  gitops status --all
  edit apps/guestbook/guestbook.ts, then gitops synth and gitops diff --environment dev --worktree
  kubectl --kubeconfig "$(gitops local kubeconfig --name ${NAME})" get pods --all-namespaces
The cluster runs until you stop it:
  ${GITOPS} local down --name ${NAME}`);

function title(text) {
  console.log(`\n${paint('1;36', `━━ ${text}`)}`);
}

function say(text) {
  console.log(`${paint('2', text)}\n`);
}

function show(file) {
  console.log(`${prompt()}cat ${file}\n${readFileSync(join(project, file), 'utf8')}`);
}

function gitops(args, options = {}) {
  run(process.execPath, [GITOPS, ...args], { ...options, as: ['gitops', ...args] });
}

function gitopsQuietly(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [GITOPS, ...args], { encoding: 'utf8' });
  if (status !== 0) fail(`gitops ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

function kubectl(args, { shown = true } = {}) {
  run(kubectlPath, ['--kubeconfig', kubeconfig, ...args], { shown, as: ['kubectl', ...args] });
}

/** Runs a command in the project as it is shown, and insists on its exit code. */
function run(
  command,
  args,
  { directory = existsSync(project) ? project : workspace, expected = 0, shown = true, as = [command, ...args] } = {},
) {
  if (shown) console.log(`${prompt()}${paint('1', as.map(quote).join(' '))}`);
  const { status, error, signal } = spawnSync(command, args, {
    cwd: directory,
    stdio: ['ignore', shown ? 'inherit' : 'ignore', 'inherit'],
    env: { ...process.env, GIT_PAGER: 'cat' },
  });
  if (status !== expected) fail(`${as.join(' ')} ended with ${error ?? signal ?? status}, not ${expected}`);
  if (shown) console.log();
}

/** `npm install` without the network. */
function link() {
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  symlinkSync(ROOT, join(project, 'node_modules/cdk8s-gitops'));
  for (const name of ['cdk8s', 'cdk8s-plus-28', 'constructs', 'typescript'])
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
}

function edit(file, from, to) {
  const path = join(project, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) fail(`${file} has no '${from}'`);
  writeFileSync(path, text.replace(from, to));
}

function removeBudget() {
  const path = join(project, 'apps/guestbook/guestbook.ts');
  const text = readFileSync(path, 'utf8');
  const without = text
    .replace(/\n {4}\/\/ Any object works[\s\S]*?\n {4}\}\);\n/, '')
    .replace("import { ApiObject } from 'cdk8s';\n", '');
  if (without === text) fail('the disruption budget is not where the demo looks for it');
  writeFileSync(path, without);
  run('git', ['--no-pager', 'diff', '--stat', 'apps']);
}

function prompt() {
  return paint('32', '$ ');
}

function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`;
}

function paint(code, text) {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function option(name) {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

function fail(text) {
  console.error(
    `\nThe demo failed: ${text}\nThe repository is ${project}; the cluster is stopped by: ${GITOPS} local down --name ${NAME}`,
  );
  process.exit(1);
}

function leave(code) {
  rmSync(workspace, { recursive: true, force: true });
  console.error(`\nThe cluster may still run; stop it with: ${GITOPS} local down --name ${NAME}`);
  process.exit(code);
}
