import { toYaml } from '../../src/manifest/yaml.js';
import { Application, type ApplicationProps } from '../../src/model/application.js';
import { RawObject } from '../../src/model/raw-object.js';
import type { Repository, RepositoryProps } from '../../src/model/repository.js';
import { check } from '../../src/workflow/check.js';
import { listApplications } from '../../src/workflow/list-applications.js';
import { synthRepository } from '../../src/workflow/synth.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';
import { environment, repository as newRepository, Web } from '../model/fixtures.js';
import { withKustomize } from '../synth/with-kustomize.js';

const kustomize = withKustomize();
const URL = 'https://git.example.com/shop.git';

class Objects extends Application {
  constructor(
    repository: Repository,
    id: string,
    private readonly objects: readonly object[],
    props: Partial<ApplicationProps<object>> = {},
  ) {
    super(repository, id, { base: {}, ...props });
  }

  protected override resources(scope: ConstructorParameters<typeof RawObject>[0]) {
    for (const [index, object] of this.objects.entries()) new RawObject(scope, String(index), object);
    return {};
  }
}

async function synth(
  { directory }: TempRepository,
  fill: (root: Repository) => void,
  props: Partial<RepositoryProps> = {},
) {
  const root = newRepository({ root: directory, ...props });
  fill(root);
  return synthRepository({ repository: root, directory, kustomize: kustomize(), commit: {} });
}

async function findings({ directory }: TempRepository) {
  const { findings: found } = await check({ repository: directory });
  return found.map(({ level, rule, message, file, places = [] }) => ({
    finding: `${level} ${rule}: ${message}`,
    files: [file, ...places.map((place) => place.file)],
  }));
}

const argo = (kind: string, name: string, spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'argocd' },
  spec,
});
const application = (name: string, path: string, more: object = {}) =>
  argo('Application', name, {
    project: 'inner',
    source: { repoURL: URL, path },
    destination: { name: 'hidden', namespace: 'inner' },
    ...more,
  });
const PROJECT = argo('AppProject', 'inner', {
  sourceRepos: [URL],
  destinations: [{ name: 'hidden', namespace: 'inner' }],
});
const CLUSTER = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'hidden', namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
  stringData: { name: 'hidden', server: 'https://hidden.example.com' },
};
const SET = argo('ApplicationSet', 'many', {
  generators: [{ list: { elements: [{ name: 'one' }] } }],
  template: {
    metadata: { name: 'many-{{name}}' },
    spec: {
      project: 'inner',
      source: { repoURL: URL, path: 'made/{{name}}' },
      destination: { name: 'hidden', namespace: 'inner' },
    },
  },
});
const SETTINGS = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'argocd-cm', namespace: 'argocd' },
  data: { 'kustomize.buildOptions': '--load-restrictor LoadRestrictionsNone' },
};
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: map }\n';

describe('Argo CD resources among the objects of an Application', () => {
  test('all of them count: cluster, project, settings, and what Applications and ApplicationSets name', async () => {
    await using repository = tempRepository();
    repository.commit('sources', {
      'plain/map.yaml': MAP,
      'made/one/map.yaml': MAP.replace('name: map', 'name: other'),
      // Only the settings among the objects allow the file above.
      'above/inside/kustomization.yaml': 'resources: [../map.yaml]\n',
      'above/map.yaml': MAP.replace('name: map', 'name: above'),
    });
    const objects = [
      CLUSTER,
      PROJECT,
      SETTINGS,
      SET,
      application('plain', 'plain'),
      application('above', 'above/inside'),
    ];

    await synth(repository, (root) =>
      new Objects(root, 'platform', objects, { allowSecrets: ['hidden'], namespace: 'argocd' }).overlay(
        environment(root, 'dev'),
      ),
    );

    expect(await findings(repository)).toEqual([]);
    const { applications, applicationSets } = await listApplications({ repository: repository.directory });
    expect(applications.map(({ name, verdict, madeBy }) => [name, verdict, madeBy?.name])).toEqual([
      ['above', 'permitted', 'platform-dev'],
      ['many-one', 'permitted', 'many'],
      ['plain', 'permitted', 'platform-dev'],
      ['platform-dev', 'permitted', undefined],
      ['root', 'permitted', undefined],
    ]);
    expect(applicationSets).toMatchObject([{ name: 'many', applications: 1 }]);
  });

  test('what is wrong with them is found, and a name that the root brings too', async () => {
    await using repository = tempRepository();
    repository.commit('sources', { 'plain/map.yaml': MAP });
    const objects = [
      CLUSTER,
      PROJECT,
      { ...SET, spec: { ...SET.spec, generators: [{ lists: {} }] } },
      application('gone', 'gone'),
      application('foreign', 'plain', { destination: { name: 'hidden', namespace: 'other' } }),
      application('misspelt', 'plain', { project: 'iner' }),
      { ...application('web-dev', 'plain') },
    ];

    await synth(repository, (root) => {
      const dev = environment(root, 'dev');
      new Web(root).overlay(dev);
      new Objects(root, 'platform', objects, { allowSecrets: ['hidden'], namespace: 'argocd' }).overlay(dev);
    });

    const found = await findings(repository);
    expect(found.map(({ finding }) => finding)).toEqual([
      expect.stringContaining("error duplicate-application: Argo Application 'web-dev' comes from"),
      expect.stringContaining('error forbidden-destination:'),
      expect.stringContaining("error missing-path: Argo Application 'gone'"),
      expect.stringContaining("error unknown-project: Argo Application 'misspelt'"),
      expect.stringMatching(/^error invalid-applicationset: .*lists/),
    ]);
  });
});

test('what a file outside and an Application hold under one name is told with both places', async () => {
  await using repository = tempRepository();
  const marked = (object: typeof SET) =>
    toYaml({ ...object, metadata: { ...object.metadata, labels: { by: 'hand' } } });
  const labels = { ...CLUSTER.metadata.labels, by: 'hand' };
  repository.commit('sources', {
    'plain/map.yaml': MAP,
    'other/map.yaml': MAP.replace('name: map', 'name: other'),
    'by-hand/shop.yaml': toYaml(application('shop', 'other')),
    'by-hand/many.yaml': marked(SET),
    'by-hand/inner.yaml': marked(PROJECT),
    'by-hand/hidden.yaml': toYaml({ ...CLUSTER, metadata: { ...CLUSTER.metadata, labels } }),
    // It is equal: synth was given it, or Argo CD has no choice to make.
    'by-hand/same.yaml': toYaml(application('same', 'plain')),
  });
  const objects = [CLUSTER, PROJECT, SET, application('shop', 'plain'), application('same', 'plain')];

  await synth(repository, (root) =>
    new Objects(root, 'first', objects, { allowSecrets: ['hidden'], namespace: 'argocd' }).overlay(
      environment(root, 'dev'),
    ),
  );

  const told = (await findings(repository)).filter(({ finding }) => finding.includes(' duplicate-'));
  const message = (subject: string, file: string) =>
    `error duplicate-application: ${subject} comes from 'by-hand/${file}' and from Application 'first-dev' in 'gitops/applications/dev/first-dev.yaml'`;
  expect(told.map(({ finding }) => finding).toSorted()).toEqual([
    message("AppProject 'inner'", 'inner.yaml'),
    message("ApplicationSet 'many'", 'many.yaml'),
    message("Argo Application 'shop'", 'shop.yaml'),
    message("cluster Secret 'hidden'", 'hidden.yaml'),
  ]);
});

test('an include of the root application that leaves out what synth writes is told by synth, and a finding of check', async () => {
  await using repository = tempRepository();
  const fill = (root: Repository) => {
    const dev = environment(root, 'dev');
    new Web(root).overlay(dev);
    new Web(root, 'api').overlay(dev);
  };

  const { warnings } = await synth(repository, fill, { rootApplication: { include: 'applications/*' } });

  expect(warnings).toEqual([
    "the root application 'root' brings nothing of 'gitops/clusters', which synth writes: Argo CD does not know it. Let rootApplication.include match 'clusters/*'",
    "the root application 'root' brings nothing of 'gitops/projects', which synth writes: Argo CD does not know it. Let rootApplication.include match 'projects/*'",
  ]);
  expect(await findings(repository)).toEqual([
    {
      finding:
        "error not-brought: no app of apps brings anything of 'gitops/projects': it is read here, and Argo CD does not know it",
      files: ['gitops/projects/api.yaml', 'gitops/projects/web.yaml'],
    },
    {
      finding:
        "warning not-brought: no app of apps brings anything of 'gitops/clusters': it is read here, and Argo CD does not know it",
      files: ['gitops/clusters/dev-cluster.yaml'],
    },
  ]);
  // Whoever leaves out the root application brings the files in another way.
  expect((await synth(repository, fill, { rootApplication: false })).warnings).toEqual([]);
  expect(await findings(repository)).toEqual([]);
});

test.each<[what: string, deletion: 'orphan' | 'foreground', id: string, directory: 'apps' | 'infrastructure']>([
  ['its name', 'orphan', 'web', 'apps'],
  ['its name', 'foreground', 'web', 'apps'],
  ['its id, and so its folder', 'orphan', 'shop', 'apps'],
  ['its id, and so its folder', 'foreground', 'shop', 'apps'],
  ['the folder of its files', 'foreground', 'web', 'infrastructure'],
])('an Argo Application that moved with %s is fine, with deletion %s', async (_, deletion, id, directory) => {
  await using repository = tempRepository();
  const fill =
    (name: string, after?: { readonly id: string; readonly directory: 'apps' | 'infrastructure' }) =>
    (root: Repository) => {
      if (after !== undefined) root.moved({ from: 'old', to: name });
      const { id: own = 'web', directory: folder } = after ?? {};
      const props = { argoApplicationName: () => name, namespace: 'web', directory: folder, project: 'shop' };
      new Web(root, own, props).overlay(environment(root, 'dev', { deletion }));
    };
  await synth(repository, fill('old'));

  const { warnings } = await synth(repository, fill('new', { id, directory }));

  expect(warnings).toEqual([]);
  expect(await findings(repository)).toEqual([]);
  const { applications } = await listApplications({ repository: repository.directory });
  expect(applications.map(({ name, verdict, reasons }) => [name, verdict, ...reasons])).toEqual([
    ['new', 'permitted'],
    ...(deletion === 'orphan' ? [] : [['old', 'permitted', "it continues as 'new'"]]),
    ['root', 'permitted'],
  ]);
});

test.each<[remote: string, branch: string, told: readonly string[]]>([
  ['git@git.example.com:shop.git', 'main', []],
  ['ssh://git@git.example.com:22/shop', 'main', []],
  ['https://user@GIT.example.com/shop.git/', 'main', []],
  [
    'https://git.example.com/other.git',
    'main',
    [
      "names the url 'https://git.example.com/shop.git', which is not a remote of this clone ('origin' is 'https://git.example.com/other.git')",
    ],
  ],
  [
    'git@git.example.com:shop.git',
    'master',
    ["follows the branch 'main', which this clone does not have: it is on 'master'"],
  ],
])('check tells a url and a branch that are not those of the clone: %s, %s', async (remote, branch, told) => {
  await using repository = tempRepository();
  repository.git('remote', 'add', 'origin', remote);
  repository.git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
  await synth(repository, (root) => void new Web(root).overlay(environment(root, 'dev')));

  const found = await findings(repository);

  expect(found.map(({ finding }) => finding)).toEqual(
    told.map((text) => expect.stringContaining(` other-clone: new Repository ${text}`)),
  );
  // Nothing that follows the branch can be read.
  expect(found.map(({ finding }) => finding.startsWith('error'))).toEqual(told.map(() => branch !== 'main'));
});
