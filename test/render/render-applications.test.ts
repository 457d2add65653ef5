import { createKustomize } from '../../src/engines/kustomize/create-kustomize.js';
import type { Kustomize } from '../../src/engines/kustomize/kustomize.js';
import { FileSet } from '../../src/files/file-set.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { renderApplications } from '../../src/render/render-applications.js';

const configMap = (name: string) => toYaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

function application(name: string, source: object): string {
  return toYaml({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', ...source },
      destination: { name: 'dev', namespace: name },
    },
  });
}

describe('renderApplications', () => {
  let kustomize: Kustomize;
  beforeAll(() => {
    kustomize = createKustomize();
  });
  afterAll(() => kustomize.close());
  const render = (files: Record<string, string>, only?: (name: string) => boolean) =>
    renderApplications(FileSet.of(files), {
      output: 'gitops',
      kustomize,
      only: only && ((one) => only(one.metadata.name)),
    });

  test('builds an overlay with kustomize and reads a plain directory as Argo CD does', async () => {
    const { rendered, problems } = await render({
      'gitops/applications/dev/a.yaml': application('a', { path: 'gitops/apps/a' }),
      'gitops/apps/a/kustomization.yaml': 'resources: [one.yaml]\nnamePrefix: pre-\n',
      'gitops/apps/a/one.yaml': configMap('one'),
      'gitops/applications/dev/b.yaml': application('b', {
        path: 'gitops/apps/b',
        directory: { exclude: '{x,y}.yaml' },
      }),
      'gitops/apps/b/one.yaml': configMap('one'),
      'gitops/apps/b/x.yaml': configMap('x'),
      'gitops/apps/b/notes.txt': 'no manifest',
      'gitops/apps/b/deeper/two.yaml': configMap('two'),
    });

    expect(problems).toEqual([]);
    expect(
      rendered.map(({ application: { metadata }, objects }) => [
        metadata.name,
        objects.map((object) => object.metadata.name),
      ]),
    ).toEqual([
      ['a', ['pre-one']],
      ['b', ['one']],
    ]);
  });

  test('reports each broken application and still renders the others', async () => {
    const { rendered, problems } = await render({
      'gitops/applications/dev/good.yaml': application('good', { path: 'gitops/apps/good' }),
      'gitops/apps/good/one.yaml': configMap('one'),
      'gitops/applications/dev/gone.yaml': application('gone', { path: 'gitops/apps/gone' }),
      'gitops/applications/dev/chart.yaml': application('chart', { chart: 'redis', targetRevision: '1.0.0' }),
      'gitops/applications/dev/empty.yaml': toYaml({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'empty' },
      }),
      'gitops/applications/dev/text.yaml': 'a: [b',
      'gitops/applications/dev/twice.yaml': application('twice', { path: 'gitops/apps/twice' }),
      'gitops/apps/twice/one.yaml': configMap('one'),
      'gitops/apps/twice/two.yaml': `${configMap('one')}data: {a: b}\n`,
      'gitops/applications/prod/good.yaml': application('good', { path: 'gitops/apps/good' }),
    });

    expect(rendered.map(({ application: { metadata } }) => metadata.name)).toContain('good');
    expect(problems.map(({ code, source }) => [code, source?.file]).sort()).toEqual([
      ['MANIFEST_INVALID_YAML', 'gitops/applications/dev/text.yaml'],
      ['RENDER_DUPLICATE_APPLICATION', 'gitops/applications/prod/good.yaml'],
      ['RENDER_DUPLICATE_OBJECT', 'gitops/applications/dev/twice.yaml'],
      ['RENDER_INVALID_APPLICATION', 'gitops/applications/dev/empty.yaml'],
      ['RENDER_PATH_MISSING', 'gitops/applications/dev/gone.yaml'],
      ['RENDER_UNSUPPORTED', 'gitops/applications/dev/chart.yaml'],
    ]);
  });

  test('two objects of one name are told with the files that hold them, or the sources that make them; equal ones are a warning', async () => {
    const repoURL = 'https://git.example.com/a.git';
    const { problems, rendered } = await render({
      'gitops/applications/dev/files.yaml': application('files', {
        path: './gitops/apps/files/',
        directory: { recurse: true },
      }),
      'gitops/apps/files/one.yaml': `${configMap('other')}---\n${configMap('one')}`,
      'gitops/apps/files/deeper/two.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one"},"data":{}}',
      'gitops/apps/files/notes.yaml': 'a: [b',
      'gitops/applications/dev/sources.yaml': application('sources', {}).replace(
        /source:\n *repoURL: .*\n/,
        `sources: [{repoURL: '${repoURL}', path: gitops/apps/built}, {repoURL: '${repoURL}', path: gitops/apps/plain}]\n`,
      ),
      'gitops/applications/dev/same.yaml': application('same', {}).replace(
        /source:\n *repoURL: .*\n/,
        `sources: [{repoURL: '${repoURL}', path: gitops/apps/same}, {repoURL: '${repoURL}', path: ./gitops/apps/same}]\n`,
      ),
      'gitops/apps/same/one.yaml': configMap('one'),
      'gitops/apps/built/kustomization.yaml': 'resources: [one.yaml]\n',
      'gitops/apps/built/one.yaml': configMap('one'),
      'gitops/apps/plain/one.yaml': `${configMap('one')}---\n${configMap('one')}data: {a: b}\n`,
    });

    expect(problems.map(({ message }) => message)).toEqual([
      "Argo Application 'files' has 'ConfigMap one' twice: in 'gitops/apps/files/deeper/two.json:1' and in 'gitops/apps/files/one.yaml:6'",
      "Argo Application 'sources' has 'ConfigMap one' 3 times: in the kustomization 'gitops/apps/built' and in 'gitops/apps/plain/one.yaml:1' and in 'gitops/apps/plain/one.yaml:6'",
    ]);
    expect(rendered.map(({ objects, warnings }) => [objects.length, warnings])).toEqual([
      [
        1,
        [
          expect.objectContaining({
            rule: 'duplicate-object',
            message:
              "Argo Application 'same' has 'ConfigMap one' twice: in 'gitops/apps/same/one.yaml:1', which 2 sources name. They are equal",
          }),
        ],
      ],
    ]);
  });

  test('an application that is not asked for is neither rendered nor a problem', async () => {
    const { rendered, problems, applications } = await render(
      {
        'gitops/applications/dev/a.yaml': application('a', { path: 'gitops/apps/a' }),
        'gitops/apps/a/one.yaml': configMap('one'),
        'gitops/applications/dev/b.yaml': application('b', { path: 'gitops/apps/gone' }),
      },
      (name) => name === 'a',
    );

    expect(rendered).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(applications).toHaveLength(2);
  });
});
