import { check } from '../../src/workflow/check.js';
import { loadRevision } from '../../src/workflow/desired/load-revision.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { render } from '../../src/workflow/render.js';
import { tempRepository } from '../helpers/temp-repository.js';

// Repositories of every layout, without a flag; and what is told where nothing is found.

const URL = 'https://git.example.com/team/deploy.git';
const application = (name: string, path: string, repoURL = URL) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: ${name}}
  source: {repoURL: ${repoURL}, targetRevision: HEAD, path: ${path}}
`;
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
/** What synth leaves of its records: the folder is ours. */
const OURS = { 'gitops/.gitops/manifest.json': '{}\n' };
const chart = (folder: string, name: string) => ({
  [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  [`${folder}/values.yaml`]: 'path: web\n',
  [`${folder}/templates/app.yaml`]: application(name, '{{ .Values.path }}'),
});

async function repositoryWith(files: Readonly<Record<string, string>>) {
  const repository = tempRepository();
  // Git would pack ten thousand files behind our back, while the folder is removed.
  repository.git('config', 'gc.auto', '0');
  repository.git('remote', 'add', 'origin', URL);
  repository.commit('first', files);
  return repository;
}

async function looked(files: Readonly<Record<string, string>>, options: { outputDir?: string } = {}) {
  await using repository = await repositoryWith(files);
  const at = { repository: repository.directory, ...options };
  const listed = await listApplications(at);
  const { findings } = await check(at);
  return {
    names: listed.applications.map(({ name }) => name),
    problems: listed.problems.map(({ code, message, hint }) => `${code}: ${message} (${hint})`),
    findings: findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`),
    notices: listed.notices.map(({ kind, message }) => `${kind}: ${message}`),
    looked: listed.looked,
  };
}

describe('a folder gitops/', () => {
  test('that we did not write is a folder like others', async () => {
    const { names, findings, problems } = await looked({
      'argocd/web.yaml': application('web', 'web'),
      'gitops/api/api.yaml': application('api', 'web'),
      'web/a.yaml': MAP,
    });
    expect({ names, findings, problems }).toEqual({ names: ['api', 'web'], findings: [], problems: [] });
  });

  test('without anything of Argo CD hides nothing beside it', async () => {
    const { names } = await looked({ 'argocd/web.yaml': application('web', 'gitops'), 'gitops/a.yaml': MAP });
    expect(names).toEqual(['web']);
  });

  test('of ours does not hide the hand-written half from list, check and render', async () => {
    await using repository = await repositoryWith({
      ...OURS,
      'argocd/web.yaml': application('web', 'web'),
      'gitops/applications/prod/api.yaml': application('api', 'gitops/apps/api'),
      'gitops/apps/api/a.yaml': MAP,
      'web/a.yaml': MAP.replace('name: a', 'name: web'),
    });
    const at = { repository: repository.directory };
    expect((await listApplications(at)).applications.map(({ name }) => name)).toEqual(['api', 'web']);
    expect(await check(at)).toMatchObject({ applications: 2, objects: 2, findings: [] });
    const rendered = await render({ ...at, all: true });
    expect(rendered.objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'web']);
    expect((await render({ ...at, target: 'web' })).objects).toHaveLength(1);
    // What is delivered stays what was: the output folder.
    const { targets } = await loadRevision({ ...at, all: true });
    expect(targets.flatMap(({ applications }) => applications.map(({ name }) => name))).toEqual(['api']);
  });

  test('of ours is brought by its root, and the hand-written half need not be', async () => {
    const { findings } = await looked({
      ...OURS,
      'argocd/web.yaml': application('web', 'web'),
      'gitops/root-app.yaml': application('root', 'gitops/applications'),
      'gitops/applications/api.yaml': application('api', 'web'),
      'gitops/projects/shop.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: shop}\nspec: {}\n',
      'web/a.yaml': MAP,
    });
    expect(findings.filter((one) => one.includes('not-brought'))).toEqual([
      expect.stringContaining("no app of apps brings anything of 'gitops/projects'"),
    ]);
  });

  test('of ours has what it was written from only once, and a name in both halves is told', async () => {
    const own = application('api', 'gitops/apps/api');
    const { names, findings } = await looked({
      ...OURS,
      'apps/api.yaml': own,
      'argocd/two.yaml': application('two', 'gitops/apps/api'),
      'gitops/applications/prod/api.yaml': own,
      'gitops/applications/prod/two.yaml': application('two', 'gitops/apps/api').replace('HEAD', 'main'),
      'gitops/apps/api/a.yaml': MAP,
    });
    expect(names.filter((name) => name === 'api')).toEqual(['api']);
    expect(findings.filter((one) => one.includes('duplicate-application'))).toEqual([
      expect.stringMatching(/^warning duplicate-application: Argo Application 'two' is in two folders/),
    ]);
  });
});

describe('charts of Argo Applications that nobody names', () => {
  test('are built where there is one', async () => {
    const { names, findings, notices } = await looked({ ...chart('charts/apps', 'web'), 'web/a.yaml': MAP });
    expect({ names, findings }).toEqual({ names: ['web'], findings: [] });
    expect(notices).toEqual([expect.stringContaining("no Argo Application names 'charts/apps'")]);
  });

  test('are named where there are several', async () => {
    const { names, problems, findings } = await looked({ ...chart('charts/a', 'a'), ...chart('charts/b', 'b') });
    expect(names).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(/^WORKFLOW_NOTHING_FOUND: .*charts\/a, charts\/b.* -f root\.yaml/),
    ]);
    expect(findings).toEqual([expect.stringMatching(/^error nothing-found: nothing of Argo CD is in '\.'/)]);
  });

  test('are named in a note beside Applications that stand in files', async () => {
    const { names, notices } = await looked({
      ...chart('charts/a', 'a'),
      'argo/web.yaml': application('web', 'web'),
      'web/a.yaml': MAP,
    });
    expect(names).toEqual(['web']);
    expect(notices).toEqual([expect.stringMatching(/^unread-folder: charts\/a is built .* gitops list charts\/a/)]);
  });

  test('are no news where an Application names them', async () => {
    const { names, notices } = await looked({
      ...chart('charts/a', 'web'),
      'root.yaml': application('root', 'charts/a'),
      'web/a.yaml': MAP,
    });
    expect({ names, notices }).toEqual({ names: ['root', 'web'], notices: [] });
  });
});

describe('an Application that is not in Git', () => {
  const files = {
    ...chart('charts/a', 'a'),
    ...chart('charts/b', 'b'),
    'argo/other.yaml': application('other', 'gone'),
    'web/a.yaml': MAP,
  };
  const root = (content: string) => ({ roots: { file: '../root.yaml', content } });

  test('is looked at as if only it were in the cluster', async () => {
    await using repository = await repositoryWith(files);
    const at = { repository: repository.directory, ...root(application('root', 'charts/b')) };
    const { applications, notices } = await listApplications(at);
    expect(applications.map(({ name, isRoot, file }) => [name, isRoot, file])).toEqual([
      ['b', false, '../root.yaml'],
      ['root', true, '../root.yaml'],
    ]);
    expect(notices).toEqual([]);
    expect(await check(at)).toMatchObject({ applications: 2, objects: 1, findings: [] });
    expect((await render({ ...at, all: true })).objects.map(({ kind }) => kind)).toEqual(['ConfigMap']);
    expect((await render({ ...at, target: 'b' })).applications).toEqual(['b']);
  });

  test.each([
    ['is no Application', MAP, 'RENDER_INVALID_APPLICATION', "'../root.yaml' holds neither"],
    ['is not YAML', 'a: [', 'MANIFEST_INVALID_YAML', "'../root.yaml' is not valid YAML"],
    [
      'has no destination',
      application('root', 'x').replace(/ {2}destination.*\n/, ''),
      'RENDER_INVALID_APPLICATION',
      '',
    ],
  ])('that %s is an error of its file', async (_, content, code, message) => {
    await using repository = await repositoryWith(files);
    await expect(listApplications({ repository: repository.directory, ...root(content) })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      source: { file: '../root.yaml' },
    });
  });
});

describe('what is told where nothing is found', () => {
  const flux = (name: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}}\n`;

  test.each([
    ['Flux', { 'a/a.yaml': flux('a'), 'b/b.yaml': flux('b') }, /2 YAML and JSON files in 2 folders .*Flux \(2 files\)/],
    ['Fleet', { 'app/fleet.yaml': 'helm: {}\n' }, /Fleet \(1 file\)/],
    ['kapp', { 'a.yaml': 'apiVersion: kappctrl.k14s.io/v1alpha1\nkind: App\n' }, /kapp \(1 file\)/],
    [
      'templates',
      { 'cookiecutter.json': '{}', '{{ cookiecutter.x }}/a.yaml': 'a: {{ x }}\n' },
      /Cookiecutter \(2 files\)/,
    ],
    ['Terraform', { 'main.tf': '', 'a.yaml': MAP }, /Terraform \(1 file\)/],
    ['plain manifests', { 'a.yaml': MAP }, /its 1 YAML and JSON file in 1 folder have no Application/],
    ['no YAML at all', { 'README.md': '# Read me\n' }, /none of its 1 file is YAML or JSON/],
    ['no files', {}, /it has no files/],
  ])('%s', async (_, files, message) => {
    const { problems, findings } = await looked(files);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(findings).toEqual([expect.stringMatching(message)]);
  });

  test('ten thousand YAML files that are no manifests', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`data/${index % 100}/${index}.yaml`, `value: ${index}\n`]),
    );
    const { problems, looked: counts } = await looked(files);
    expect(problems).toEqual([expect.stringContaining('its 10,000 YAML and JSON files in 100 folders')]);
    expect(counts).toEqual({ folder: '.', files: 10_000, manifests: 10_000, folders: 100 });
  });

  test('a folder that was named, of a repository that has something elsewhere', async () => {
    const files = { 'argo/web.yaml': application('web', 'web'), 'web/a.yaml': MAP };
    const { problems, findings } = await looked(files, { outputDir: 'web' });
    expect(problems).toEqual([expect.stringContaining("nothing of Argo CD is in 'web': its 1 YAML")]);
    expect(findings).toHaveLength(1);
  });

  test('a verb that asks clusters ends with an error that says so', async () => {
    await using repository = await repositoryWith({ 'a.yaml': flux('a') });
    await expect(loadRevision({ repository: repository.directory, all: true })).rejects.toMatchObject({
      code: 'GIT_FOLDER_NOT_FOUND',
      message: expect.stringContaining('Flux (1 file)'),
    });
  });

  test('one broken Application hides nothing else', async () => {
    const { names, problems } = await looked({
      'argo/bad.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: bad}\nspec: [',
      'argo/web.yaml': application('web', 'web'),
      'web/a.yaml': MAP,
    });
    expect(names).toEqual(['web']);
    expect(problems).toEqual([expect.stringContaining('MANIFEST_INVALID_YAML')]);
  });
});

describe('several Argo CDs in one repository', () => {
  const files = (left: string, right: string) => ({
    ...Object.fromEntries(
      ['a', 'b', 'c'].flatMap((name) =>
        [left, right].map((folder) => [`${folder}/${name}.yaml`, application(name, 'web')]),
      ),
    ),
    'web/a.yaml': MAP,
  });

  test.each([
    ['side by side', 'applications', 'sakura-applications', "'applications' and 'sakura-applications'"],
    ['with equal folders below', 'one/argo/apps', 'two/argo/apps', "'one' and 'two'"],
    ['one in the other', 'apps', 'apps/more', "'apps' and 'apps/more'"],
  ])('%s are one warning that names both folders', async (_, left, right, folders) => {
    const { findings } = await looked(files(left, right));
    expect(findings.filter((one) => one.includes('duplicate-application'))).toEqual([
      `warning duplicate-application: 3 Argo Applications are in two folders, ${folders}: 'a', 'b', 'c'`,
    ]);
  });

  test('each of them is checked by its folder', async () => {
    const { findings, names } = await looked(files('one', 'two'), { outputDir: 'two' });
    expect({ findings, names }).toEqual({ findings: [], names: ['a', 'b', 'c'] });
  });
});

test('ApplicationSets of two Argo CDs that make one name are a warning that names both folders', async () => {
  const set = (name: string) => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: ${name}, namespace: argocd}
spec:
  generators: [{list: {elements: [{name: web}, {name: api}]}}]
  template:
    metadata: {name: '{{name}}'}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: '{{name}}'}
      source: {repoURL: ${URL}, path: web}
`;
  const { findings, problems } = await looked({
    'one/set.yaml': set('apps'),
    'two/set.yaml': set('apps'),
    'web/a.yaml': MAP,
  });
  expect(findings).toEqual([
    "warning duplicate-application: 2 Argo Applications are in two folders, 'one' and 'two': 'web', 'api'",
  ]);
  expect(problems).toHaveLength(1);
});

test('a comment beside an object ignores what a rule finds there, and one that is of no use is told', async () => {
  await using repository = await repositoryWith({
    'argo/web.yaml': `# gitops-check: ignore no-objects because its objects come in May\n${application('web', 'web')}`,
    'argo/api.yaml': `# gitops-check: ignore dead-patch because of nothing\n${application('api', 'gone')}`,
    'web/notes.txt': 'nothing yet',
  });
  const { findings, ignored, unusedComments } = await check({ repository: repository.directory });
  expect(findings.map(({ rule }) => rule)).toEqual(['missing-path']);
  expect(ignored).toBe(1);
  expect(unusedComments).toEqual([{ file: 'argo/api.yaml', line: 1, rules: ['dead-patch'], reason: 'of nothing' }]);
});
