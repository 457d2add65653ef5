import { main } from '../../../../src/cli/main.js';
import { toYaml } from '../../../../src/manifest/yaml.js';
import { outputSchema, validDocuments } from '../../../e2e/output-schema.js';
import { type TempRepository, tempRepository } from '../../../helpers/temp-repository.js';
import { captureTerminal } from '../../capture-terminal.js';

const ARGO = { apiVersion: 'argoproj.io/v1alpha1' };
const FREEZE = { kind: 'deny', schedule: '* * * * *', duration: '24h', applications: ['shop-prod'] };
const NEVER_MANUAL = { kind: 'deny', schedule: '* * * * *', duration: '24h', manualSync: true, clusters: ['eu'] };

const application = (name: string, project: string, environment: string, annotations: object = {}) =>
  toYaml({
    ...ARGO,
    kind: 'Application',
    metadata: { name, namespace: 'argocd', labels: { 'cdk8s-gitops.io/environment': environment }, annotations },
    spec: {
      project,
      source: { repoURL: 'https://git.example.com/a.git', path: 'app' },
      destination: { name: 'eu', namespace: 'shop' },
    },
  });
const project = (name: string, syncWindows: readonly object[]) =>
  toYaml({ ...ARGO, kind: 'AppProject', metadata: { name, namespace: 'argocd' }, spec: { syncWindows } });

let repository: TempRepository;
beforeAll(() => {
  repository = tempRepository();
  repository.commit('first', {
    'argo/shop-prod.yaml': application('shop-prod', 'shop', 'prod'),
    'argo/shop-dev.yaml': application('shop-dev', 'shop', 'dev'),
    'argo/free.yaml': application('free', 'default', 'dev'),
    'argo/lost.yaml': application('lost', 'gone', 'dev'),
    'argo/broken.yaml': application('broken', 'broken', 'dev'),
    'argo/old.yaml': application('old', 'shop', 'old', { 'cdk8s-gitops.io/moved-to': 'shop-dev' }),
    'argo/shop.yaml': project('shop', [{ ...FREEZE, description: 'freeze' }, NEVER_MANUAL]),
    'argo/project.yaml': project('broken', [{ ...NEVER_MANUAL, duration: 'long' }]),
    'app/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n',
  });
});
afterAll(() => repository.remove());

async function run(...words: readonly string[]) {
  const { terminal, out, err } = captureTerminal({ directory: repository.directory });
  const code = await main(['windows', ...words], terminal, new AbortController().signal);
  return { code, out: out(), err: err() };
}

test('a row for each window of each Argo Application, with the verdict, and exit 0', async () => {
  const { code, out } = await run();

  expect(code).toBe(0);
  expect(out.replace(/\n[0-9a-f]+ first at .*Z\n$/, '\nREVISION\n')).toBe(
    `APPLICATION  CLUSTER  PROJECT  SYNC              UNTIL            WINDOWS
broken       eu       broken   forbidden
free         eu       default  manual allowed                     none
lost         eu       gone     unknown
shop-dev     eu       shop     manual allowed    no end in sight  active: denied '* * * * *' for 24h, UTC, manual syncs pass
shop-prod    eu       shop     manual forbidden  no end in sight  active: denied '* * * * *' for 24h, UTC (freeze)
                                                                  active: denied '* * * * *' for 24h, UTC, manual syncs pass

broken: the duration 'long' of the sync window '* * * * *' cannot be read
lost: Argo Application 'lost' is in the AppProject 'gone', which is not in this repository: Argo CD refuses it
old: it continues as 'shop-dev'

REVISION
`,
  );
});

test.each([
  { words: ['-e', 'prod'], names: ['shop-prod'] },
  { words: ['-e', 'dev', '-a', 'shop-dev,free'], names: ['free', 'shop-dev'] },
  { words: ['-c', 'eu', '-e', 'prod', 'argo'], names: ['shop-prod'] },
  { words: ['--all', '--worktree'], names: ['broken', 'free', 'lost', 'shop-dev', 'shop-prod'] },
])('$words selects $names, in a document that fits the schema', async ({ words, names }) => {
  const { code, out } = await run(...words, '--output', 'json');

  expect(code).toBe(0);
  expect(validDocuments(out, outputSchema())).toMatchObject([
    { kind: 'WindowsResult', applications: names.map((name) => ({ application: name })) },
  ]);
});

test('a selection that matches nothing is an error', async () => {
  expect(await run('-e', 'none')).toMatchObject({ code: 1, err: expect.stringContaining("no environment 'none'") });
  expect(await run('-a', 'old')).toMatchObject({ code: 1, err: expect.stringContaining("it continues as 'shop-dev'") });
});

test('a file that cannot be read is reported, and the others are shown', async () => {
  repository.write({ 'argo/bad.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: [\n' });

  expect(await run('--worktree', '-e', 'prod')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^shop-prod (.|\n)*error MANIFEST_INVALID_YAML: /m),
  });
});
