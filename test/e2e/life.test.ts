import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import type { LocalCluster } from '../../src/local-cluster/local-cluster.js';
import { captureTerminal } from '../cli/capture-terminal.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { testCluster, testStateDirectory } from '../helpers/cluster.js';
import { type OwnProject, ownProject } from './own-project.js';

/** One command of the life, in this order. */
interface Step {
  /** What happens before, in the words of somebody who watches. */
  readonly when: string;
  readonly before?: () => void;
  readonly argv: () => readonly string[];
  /** @default 0 */
  readonly code?: number;
  /** What is printed, on standard output or standard error. */
  readonly shows: RegExp;
  readonly after?: () => void;
}

let cluster: LocalCluster;
let project: OwnProject;
beforeAll(async () => {
  cluster = await testCluster();
  project = ownProject(cluster);
});
afterAll(() => project[Symbol.dispose]());

const STAGING = 'environments/staging.ts';
const staging = (verb: string, ...words: readonly string[]) => [verb, ...project.staging, ...words];
const commit = (message: string) => ['synth', '--commit', '--include-sources', '-m', message];
const local = (verb: string, ...words: readonly string[]) => [
  'local',
  verb,
  '--state-dir',
  testStateDirectory(),
  ...words,
];
const live = (...words: readonly string[]) => project.kubectl('get', '--namespace', project.namespace, ...words);

const LIFE: readonly Step[] = [
  { when: 'on a new machine', argv: () => ['version'], shows: /^gitops \d+\.\d+\.\d+ \(node / },
  { when: 'for the shell', argv: () => ['completion', 'bash'], shows: /^complete .* gitops$/m },
  {
    when: 'a repository is made',
    argv: () => ['init', temporaryFolder(), '--name', 'other'],
    shows: /created environments\/index\.ts/,
  },
  { when: 'the cluster runs already', argv: () => local('up', '--name', 'test'), shows: /runs already/ },
  { when: 'which clusters there are', argv: () => local('list'), shows: /^test +running/m },
  { when: 'how the cluster is', argv: () => local('status', '--name', 'test'), shows: /kube-apiserver +\d+ +running/ },
  { when: 'the way in', argv: () => local('kubeconfig', '--name', 'test', '--print'), shows: /name: gitops-test/ },
  {
    when: 'a cluster that is not there',
    argv: () => local('down', '--name', `none-${randomBytes(3).toString('hex')}`),
    code: 1,
    shows: /^error LOCAL_CLUSTER_NOT_FOUND/m,
  },

  { when: 'the first commit', argv: () => commit('first output'), shows: /committed [0-9a-f]{7,} on main/ },
  { when: 'what is in Git', argv: () => ['list'], shows: /guestbook-e2e-\w+-staging/ },
  { when: 'whether it is right', argv: () => ['check'], shows: /3 Argo Applications/ },
  { when: 'when a sync is allowed', argv: () => ['windows'], shows: /guestbook-e2e-\w+-staging .* allowed/ },
  { when: 'what it renders', argv: () => ['render', '--all'], shows: /kind: PodDisruptionBudget/ },
  { when: 'before the first sync', argv: () => staging('diff'), code: 2, shows: /create/ },
  { when: 'in which order', argv: () => staging('plan'), code: 2, shows: /Deployment/ },
  {
    when: 'the first sync',
    argv: () => staging('sync'),
    shows: /synced/,
    after: () => expect(live('deployment/web', '-o', 'jsonpath={.status.readyReplicas}')).toBe('2'),
  },
  { when: 'live is what was committed', argv: () => staging('verify'), shows: /verified/ },
  {
    when: 'live objects from a file',
    before: () => project.repository.write({ '../live.yaml': live('deployment/web', '-o', 'yaml') }),
    argv: () => ['health', '-f', '../live.yaml'],
    shows: /Healthy +Deployment/,
  },

  {
    when: 'somebody scales by hand',
    before: () => void project.kubectl('scale', 'deployment/web', '--namespace', project.namespace, '--replicas=1'),
    argv: () => staging('status'),
    shows: /drift/,
  },
  { when: 'live is not what was committed', argv: () => staging('verify'), code: 3, shows: /replicas/ },
  {
    when: 'the drift is healed',
    argv: () => staging('sync'),
    shows: /synced/,
    after: () => expect(live('deployment/web', '-o', 'jsonpath={.spec.replicas}')).toBe('2'),
  },

  {
    when: 'an image that does not exist',
    before: () => project.edit(STAGING, 'replicas: 2', "replicas: 2, image: 'nginx:does-not-exist'"),
    argv: () => commit('a bad image'),
    shows: /committed/,
  },
  { when: 'the bad commit', argv: () => staging('sync', '--timeout', '5m'), code: 3, shows: /does-not-exist/ },
  {
    when: 'back to the last good commit',
    argv: () => staging('rollback', '--yes'),
    shows: /rolled back|synced/,
    after: () =>
      expect(live('deployment/web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe('nginx:1.28.0'),
  },
  { when: 'the bad commit is held off', argv: () => staging('sync'), code: 3, shows: /held/ },
  { when: 'what was delivered', argv: () => staging('history'), shows: /rollback/ },
  {
    when: 'a good commit',
    before: () => project.edit(STAGING, ", image: 'nginx:does-not-exist'", ''),
    argv: () => commit('a good image'),
    shows: /committed/,
  },
  { when: 'the hold ends', argv: () => staging('sync'), shows: /synced|unchanged/ },

  {
    when: 'the disruption budget leaves the code',
    before: () =>
      project.repository.write({
        'apps/guestbook/guestbook.ts': withoutBudget(project.read('apps/guestbook/guestbook.ts')),
      }),
    argv: () => commit('no disruption budget'),
    shows: /committed/,
  },
  {
    when: 'what left Git leaves the cluster',
    argv: () => staging('sync'),
    shows: /pruned|deleted/,
    after: () => expect(live('poddisruptionbudget', '-o', 'name')).toBe(''),
  },

  {
    when: 'staging leaves the code',
    before: () => project.edit('environments/index.ts', 'staging(repository, applications, local);', ''),
    argv: () => commit('no staging'),
    shows: /committed/,
  },
  {
    when: 'what staging left',
    argv: () => ['orphans', '--kubeconfig', cluster.kubeconfig],
    code: 2,
    shows: /guestbook-e2e-\w+-staging/,
  },
  {
    when: 'it is deleted',
    argv: () => [
      'delete',
      '--application',
      `guestbook-${project.id}-staging`,
      '--yes',
      '--kubeconfig',
      cluster.kubeconfig,
    ],
    shows: /deleted/,
    after: () => expect(live('deployment', '-o', 'name')).toBe(''),
  },
  { when: 'nothing is left', argv: () => ['orphans', '--kubeconfig', cluster.kubeconfig], shows: /./ },
];

describe('one whole life, by the packed command', () => {
  test.each(LIFE)(
    '$when',
    async ({ before, argv, code = 0, shows, after }) => {
      before?.();

      const run = await project.gitops(argv());

      expect({ code: run.code, printed: run.out + run.err }).toEqual({ code, printed: expect.stringMatching(shows) });
      expect(run.out + run.err).not.toContain('UNEXPECTED');
      after?.();
    },
    400_000,
  );

  test('has every verb', () => {
    const program = createProgram({
      terminal: captureTerminal().terminal,
      signal: new AbortController().signal,
      finish: () => undefined,
    });
    const lived = new Set(LIFE.map(({ argv }) => argv).map((argv) => verbOf(argv())));

    expect(verbsOf(program).filter((verb) => !lived.has(verb))).toEqual([]);
  });
});

/** Without the words of a shell that completes: completion.test.ts runs that one. */
function verbsOf(command: Command, before = ''): readonly string[] {
  return command.commands
    .filter((child) => !child.name().startsWith('__'))
    .flatMap((child) =>
      child.commands.length > 0 ? verbsOf(child, `${before}${child.name()} `) : [`${before}${child.name()}`],
    );
}

function verbOf([first = '', second = '']: readonly string[]): string {
  return first === 'local' ? `${first} ${second}` : first;
}

function withoutBudget(text: string): string {
  const without = text
    .replace(/\n {4}\/\/ Any object works[\s\S]*?\n {4}\}\);\n/, '')
    .replace("import { ApiObject } from 'cdk8s';\n", '');
  if (without === text) throw new Error('the disruption budget is not where it was');
  return without;
}
