import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.js';
import { outputSchema, validDocuments } from '../../e2e/output-schema.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';
import { captureTerminal } from '../capture-terminal.js';

const application = (name: string, path: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: ${name}}
  source: {repoURL: https://git.example.com/me/deploy, path: ${path}}
`;

let repository: TempRepository;
beforeAll(() => {
  repository = tempRepository();
  repository.git('remote', 'add', 'origin', 'https://git.example.com/team/deploy.git');
  repository.commit('first', {
    'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
    'charts/a/templates/a.yaml': application('a', 'web'),
    'charts/b/Chart.yaml': 'apiVersion: v2\nname: b\nversion: 1.0.0\n',
    'charts/b/templates/b.yaml': application('b', 'web'),
    'shared.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
    'web/kustomization.yaml': 'resources: [../shared.yaml]\n',
  });
  writeFileSync(join(repository.directory, 'root.yaml'), application('root', 'charts/a'));
  writeFileSync(
    join(repository.directory, 'values.yaml'),
    'configs: {cm: {kustomize.buildOptions: --load-restrictor LoadRestrictionsNone}}\n',
  );
});
afterAll(() => repository.remove());

async function run(...args: string[]) {
  const captured = captureTerminal({ directory: repository.directory });
  const code = await main(args, captured.terminal, new AbortController().signal);
  return { code, out: captured.out(), err: captured.err() };
}
const GIVEN = [
  '-f',
  'root.yaml',
  '--argocd-settings',
  'values.yaml',
  '--repository-url',
  'https://git.example.com/me/deploy',
];

test('list and check name what they looked at and what to do, and exit with 1', async () => {
  expect(await run('list')).toMatchObject({
    code: 1,
    out: expect.stringMatching(
      /^No Argo Application: 6 YAML and JSON files .*\n.*charts\/a, charts\/b.*-f root\.yaml/s,
    ),
  });
  expect(await run('check')).toMatchObject({ code: 1, out: expect.stringContaining('error nothing-found') });
  expect(await run('list', 'web')).toMatchObject({ code: 1, out: expect.stringContaining("'web'") });
});

test('a root, settings and a URL that are given make the repository readable to list, check and render', async () => {
  expect((await run('list', ...GIVEN)).out).toMatch(/^root .* app of apps .*$/m);
  expect(await run('check', ...GIVEN)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^no problems in 2 Argo Applications with 1 object/),
  });
  expect(await run('render', 'a', '-o', 'names', ...GIVEN)).toMatchObject({ code: 0, out: 'ConfigMap one\n' });
  expect(await run('render', '--all', '-o', 'names', ...GIVEN)).toMatchObject({ code: 0, out: 'ConfigMap one\n' });
  const { out } = await run('check', '--output', 'json', ...GIVEN.slice(0, 4));
  expect(validDocuments(out, outputSchema())).toMatchObject([
    { kind: 'CheckResult', notices: expect.any(Array), looked: { files: 6 }, next: expect.any(Array), ignored: 0 },
  ]);
});

test.each([
  ['-f', "'none.yaml' cannot be read"],
  ['--argocd-settings', "the settings file 'none.yaml' cannot be read"],
])('a file after %s that does not exist is an error', async (option, message) => {
  expect(await run('check', option, 'none.yaml')).toMatchObject({
    code: 1,
    err: expect.stringMatching(new RegExp(`CLI_FILE_NOT_FOUND: ${message}`)),
  });
});
