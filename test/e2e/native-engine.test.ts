import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { identifyProcess } from '../../src/host/process-identity.js';
import { helmBinary } from '../../tools/helm-binary.mjs';
import { kustomizeBinary } from '../../tools/kustomize-binary.mjs';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { HELM_COMMAND, needs } from '../helpers/needs.js';
import { initProject, type Project } from './project.js';

const helm = await helmBinary();

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'colour: red\n',
  'chart/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  colour: {{ .Values.colour | quote }}\n  kube: {{ .Capabilities.KubeVersion.Version }}\n',
  'gitops/applications/dev/from-chart.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: from-chart, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/shop.git, targetRevision: main, path: chart, helm: { parameters: [{ name: colour, value: blue }] } }
  destination: { server: https://kubernetes.default.svc, namespace: default }
`,
};

/** The template and a chart, synthesized and committed. */
async function committed(): Promise<Project> {
  const project = initProject();
  project.repository.write(CHART);
  const { code, err } = await project.gitops(['synth', '--commit', '--include-sources']);
  if (code !== 0) throw new Error(err);
  project.repository.commit('a chart');
  return project;
}

/** A folder for PATH: these commands, and a file that tells how often each was called. */
function commandsThatCount(commands: Readonly<Record<string, string>>): {
  readonly folder: string;
  called(name: string): boolean;
} {
  const scripts = Object.entries(commands).map(
    ([name, path]) => [name, `#!/bin/sh\ntouch "$0.called"\nexec '${path}' "$@"\n`] as const,
  );
  const folder = temporaryFolder(Object.fromEntries(scripts));
  for (const name of Object.keys(commands)) chmodSync(join(folder, name), 0o755);
  return { folder, called: (name) => existsSync(join(folder, `${name}.called`)) };
}

needs(
  helm !== undefined,
  HELM_COMMAND,
).test('--engine native runs the commands on PATH and renders the same, in every verb that reads Git', async () => {
  using project = await committed();
  const { folder, called } = commandsThatCount({ kustomize: kustomizeBinary(), helm: helm! });
  const environment = { PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter) };

  const builtIn = await project.gitops(['render', '--all']);
  const native = await project.gitops(['render', '--all', '--engine', 'native'], { environment });

  expect(builtIn.out).toContain('colour: blue');
  expect(native).toEqual(builtIn);
  expect([called('kustomize'), called('helm')]).toEqual([true, true]);
  expect(await project.gitops(['check', '--engine', 'native'], { environment })).toEqual(
    await project.gitops(['check']),
  );
  expect(await project.gitops(['list', '--engine', 'native'], { environment })).toEqual(await project.gitops(['list']));
});

test('a command that is not on PATH is named, with the way out', async () => {
  using project = await committed();
  const empty = commandsThatCount({ git: gitOnPath() });

  const { code, err } = await project.gitops(['render', '--all', '--engine', 'native'], {
    environment: { PATH: empty.folder },
  });

  expect(code).toBe(1);
  expect(err).toMatch(/error ENGINE_MISSING: .*the command 'kustomize' is not on PATH/);
  expect(err).toContain('leave out --engine native');
});

function gitOnPath(): string {
  const found = (process.env['PATH'] ?? '').split(delimiter).find((folder) => existsSync(join(folder, 'git')));
  if (found === undefined) throw new Error("'git' is not on PATH");
  return join(found, 'git');
}

test('Ctrl-C ends a verb that changes nothing, with the command it waits for and its temporary folders', async () => {
  using project = await committed();
  const folder = temporaryFolder({
    helm: '#!/bin/sh\ntrap "" TERM\necho $$ >"$0.pid"\nkill -INT $PPID\nwhile :; do sleep 0.1; done\n',
  });
  chmodSync(join(folder, 'helm'), 0o755);
  const temporary = temporaryFolder();
  const environment = {
    PATH: [folder, dirname(kustomizeBinary()), dirname(process.execPath), process.env['PATH']].join(delimiter),
    TMPDIR: temporary,
  };

  const { code, err } = await project.gitops(['render', '--all', '--engine', 'native'], { environment });

  expect({ code, err }).toEqual({ code: 130, err: expect.stringMatching(/^error INTERRUPTED: /) });
  expect(err).not.toContain('in flight');
  expect(readdirSync(temporary)).toEqual([]);
  expect(identifyProcess(Number(readFileSync(join(folder, 'helm.pid'), 'utf8')))).toBeUndefined();
});
