import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';
import { captureTerminal } from '../capture-terminal.js';

const MARK = 's3cr3tT0ken';
/** Nobody answers there. */
const HOST = '127.0.0.1:1';
const FORMS: Readonly<Record<string, string>> = {
  https: `https://u:${MARK}@${HOST}/team/deploy.git`,
  user: `https://${MARK}@${HOST}/team/a.git`,
  ssh: `ssh://git:${MARK}@${HOST}/team/a.git`,
  scp: `git:${MARK}@localhost.invalid:team/deploy`,
  oci: `oci://u:${MARK}@${HOST}/charts/a`,
  access: `https://${HOST}/a.git?access_token=${MARK}`,
  token: `https://${HOST}/a.git?token=${MARK}&ref=v1`,
  private: `https://${HOST}/a.git?private_token=${MARK}`,
  signed: `https://${HOST}/a?X-Amz-Signature=${MARK}&sig=${MARK}`,
  fragment: `https://${HOST}/a#access_token=${MARK}`,
};

const application = (name: string, source: string, more = '') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: a}
  ${source}
${more}`;

/** Each place where an address can be. */
function filesWith(id: string, address: string): Readonly<Record<string, string>> {
  const text = JSON.stringify(address);
  return {
    [`apps/${id}-git.yaml`]: application(`${id}-git`, `source: {repoURL: ${text}, path: a, targetRevision: v1}`),
    [`apps/${id}-chart.yaml`]: application(
      `${id}-chart`,
      `source: {repoURL: ${text}, chart: web, targetRevision: '*'}`,
    ),
    [`apps/${id}-several.yaml`]: application(
      `${id}-several`,
      `sources: [{repoURL: ${text}, ref: values}, {repoURL: ${text}, path: a, helm: {valueFiles: [$values/a.yaml]}}]`,
    ),
    [`apps/${id}-base.yaml`]: application(
      `${id}-base`,
      `source: {repoURL: https://git.example.com/me/deploy, path: bases/${id}}`,
    ),
    [`apps/${id}-dependency.yaml`]: application(
      `${id}-dependency`,
      `source: {repoURL: https://git.example.com/me/deploy, path: charts/${id}}`,
    ),
    [`apps/${id}-server.yaml`]: application(
      `${id}-server`,
      'source: {repoURL: https://git.example.com/me/deploy, path: plain}',
    ).replace('https://kubernetes.default.svc', address),
    [`apps/${id}-project.yaml`]: `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: ${id}, namespace: argocd}\nspec: {sourceRepos: [${text}], destinations: [{server: ${text}, namespace: '*'}]}\n`,
    [`apps/${id}-set.yaml`]: `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: ${id}, namespace: argocd}\nspec:\n  generators: [{git: {repoURL: ${text}, revision: HEAD, directories: [{path: '*'}]}}]\n  template: {metadata: {name: '{{path.basename}}'}, spec: {project: default, destination: {name: in-cluster}, source: {repoURL: ${text}, path: '{{path}}'}}}\n`,
    [`bases/${id}/kustomization.yaml`]: `resources: [${text}]\n`,
    [`charts/${id}/Chart.yaml`]: `apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies: [{name: b, version: 1.0.0, repository: ${text}}]\n`,
  };
}

let repository: TempRepository;
beforeAll(() => {
  repository = tempRepository();
  repository.git('remote', 'add', 'origin', `https://u:${MARK}@git.example.com/team/deploy.git`);
  repository.commit('first', {
    'plain/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
    ...Object.assign({}, ...Object.entries(FORMS).map(([id, address]) => filesWith(id, address))),
  });
});
afterAll(() => repository.remove());

test.each([
  [['list']],
  [['list', '--output', 'json']],
  [['check']],
  [['check', '--output', 'json']],
  [['check', '--output', 'sarif']],
  [['check', '--output', 'junit']],
  [['check', '--debug']],
  [['render', '--all']],
  [['render', '--all', '--output', 'json', '--debug']],
  [['diff', '--all']],
  [['diff', '--all', '--output', 'json', '--report', 'markdown=out/report.md']],
])('no secret of an address is printed by %j', async (args) => {
  const folder = join(repository.directory, 'out');
  mkdirSync(folder, { recursive: true });
  const captured = captureTerminal({ directory: repository.directory });
  await main([...args, ...(args[0] === 'diff' ? [] : ['--offline'])], captured.terminal, new AbortController().signal);
  const reports = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  rmSync(folder, { recursive: true, force: true });

  const lines = [captured.out(), captured.err(), ...reports].join('\n').split('\n');
  expect(lines.join('').length).toBeGreaterThan(300);
  expect(lines.filter((line) => line.includes(MARK)).map((line) => line.slice(0, 300))).toEqual([]);
});
