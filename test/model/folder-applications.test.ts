import type { AnyApplication } from '../../src/model/any-application.js';
import { DirectoryApplication } from '../../src/model/directory-application.js';
import type { Environment } from '../../src/model/environment.js';
import { KustomizeApplication } from '../../src/model/kustomize-application.js';
import { patch } from '../../src/model/patch.js';
import { PluginApplication } from '../../src/model/plugin-application.js';
import type { Repository } from '../../src/model/repository.js';
import { collect } from '../../src/synth/collect.js';
import { environment, repository } from './fixtures.js';

type Make = (
  root: Repository,
  id: string,
  props: object,
) => AnyApplication & { overlay(to: Environment, props: object): unknown };

const MAKE: Readonly<Record<string, Make>> = {
  kustomize: (root, id, props) => new KustomizeApplication(root, id, { from: { path: 'a' }, ...props }),
  directory: (root, id, props) => new DirectoryApplication(root, id, { from: { path: 'a' }, ...props }),
  plugin: (root, id, props) => new PluginApplication(root, id, { from: { path: 'a' }, ...props }),
};

/** The source of one overlay, and all problems. */
function build(kind: string, props: object, overlay: object = {}) {
  const root = repository();
  MAKE[kind]!(root, 'web', props).overlay(environment(root, 'dev'), overlay);
  const { applications, problems } = collect(root);
  const [source] = applications[0]?.targets[0]?.source?.sources ?? [];
  return { source, problems: [...root._problems, ...problems] };
}

test.each<[kind: string, base: object, overlay: object, expected: object]>([
  // nothing is written of a type without options: Argo CD would leave it out, and see a difference
  ['kustomize', {}, {}, { path: 'a' }],
  ['directory', {}, {}, { path: 'a' }],
  ['plugin', {}, {}, { path: 'a', plugin: {} }],
  [
    'kustomize',
    { replicas: { a: 1, b: 1 }, commonLabels: { a: 'a' }, images: ['a:1'] },
    { replicas: { b: 2 }, commonLabels: { b: 'b' }, images: ['b:1'] },
    {
      path: 'a',
      kustomize: {
        replicas: [
          { name: 'a', count: 1 },
          { name: 'b', count: 2 },
        ],
        commonLabels: { a: 'a', b: 'b' },
        images: ['b:1'],
      },
    },
  ],
  [
    'directory',
    { include: '*.yaml' },
    { recurse: false },
    { path: 'a', directory: { include: '*.yaml', recurse: false } },
  ],
  [
    'directory',
    { jsonnet: { extVars: { a: 'a' }, libs: ['x'] } },
    { jsonnet: { extVars: { b: { c: 1 } }, libs: ['y'] } },
    {
      path: 'a',
      directory: {
        jsonnet: {
          extVars: [
            { name: 'a', value: 'a' },
            { name: 'b', value: '{"c":1}', code: true },
          ],
          libs: ['y'],
        },
      },
    },
  ],
  [
    'plugin',
    { plugin: 'cue', env: { A: 'a' } },
    { env: { B: 'b' } },
    {
      path: 'a',
      plugin: {
        name: 'cue',
        env: [
          { name: 'A', value: 'a' },
          { name: 'B', value: 'b' },
        ],
      },
    },
  ],
])('%s: %j and an overlay with %j', (kind, base, overlay, expected) => {
  const { source, problems } = build(kind, base, overlay);

  expect(problems).toEqual([]);
  expect(source).toEqual({ repoURL: 'https://git.example.com/shop.git', targetRevision: 'main', ...expected });
});

test.each<[kind: string, props: object, message: string]>([
  ['kustomize', { from: {} }, "from has no 'path'"],
  ['kustomize', { from: { path: 'a', name: 'b' } }, 'from.name is not a field of a folder'],
  ['kustomize', { from: { path: 'a', revision: 'v1' } }, "from.revision 'v1' has no effect without 'repository'"],
  ['directory', { from: { path: '../a' } }, "from.path '../a' is not a path inside its repository"],
  [
    'plugin',
    { from: { repository: 'git.example.com', path: 'a', revision: 'v1' } },
    "from.repository 'git.example.com' is not a Git URL",
  ],
  ['kustomize', { patches: ['a'] }, 'patches[0] is not a patch'],
  [
    'kustomize',
    { patches: [patch(repository(), {})] },
    'patches[0] names a construct, but the objects of a source do not have constructs',
  ],
  ['kustomize', { replicas: { web: '3' } }, "replicas.web is not a whole number: '3'"],
  ['kustomize', { images: 'a:1' }, "images is not a list: 'a:1'"],
  ['directory', { recurse: 'yes' }, "recurse is neither true nor false: 'yes'"],
  ['directory', { jsonnet: { vars: {} } }, 'jsonnet.vars is a field that Argo CD does not know'],
  ['plugin', { env: { A: 1 } }, 'env.A is not a text: 1'],
  ['plugin', { parameters: { a: [1] } }, "parameters['a'] is neither a text nor a list or map of texts"],
])('%s refuses %j', (kind, props, message) => {
  const { problems } = build(kind, props);

  expect(problems.map((problem) => problem.message)).toEqual([message]);
  expect(problems[0]?.source?.file).toMatch(/folder-applications\.test\.ts$/);
});
