import { FileSet } from '../../../src/files/file-set.js';
import { kustomizeRoots } from '../../../src/render/resources/kustomize-roots.js';

const FILES: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [app.yaml]\n',
  'base/app.yaml': '',
  'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  'prod/patch.yaml': '',
  'prod/unused.yaml': '',
  'dev/Kustomization': 'bases: [../base]\ncomponents: [../part]\n',
  'part/kustomization.yml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: more.yaml}]\n',
  'part/more.yaml': '',
  'other/kustomization.yaml': 'resources: [map.yaml]\n',
  'other/map.yaml': '',
};
const MENTIONING = ['base/app.yaml', 'prod/patch.yaml', 'prod/unused.yaml', 'part/more.yaml'];

test('roots are the kustomizations that no other one names; they have the files that they name, however deep', () => {
  const roots = kustomizeRoots(FileSet.of(Object.entries(FILES)), MENTIONING);
  expect(roots.map(({ folder, files }) => [folder, [...files].sort()])).toStrictEqual([
    ['dev', ['base/app.yaml', 'part/more.yaml']],
    ['prod', ['base/app.yaml', 'prod/patch.yaml']],
  ]);
});

test.each([
  [
    'the root of the repository',
    { 'kustomization.yaml': 'resources: [app.yaml]\n', 'app.yaml': '' },
    ['app.yaml'],
    ['.'],
  ],
  ['no YAML', { 'a/kustomization.yaml': 'resources: [', 'a/app.yaml': '' }, ['a/app.yaml'], []],
  [
    'two that name each other',
    { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' },
    [],
    [],
  ],
  [
    'a component that no kustomization names',
    {
      'part/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [app.yaml]\n',
      'part/app.yaml': '',
    },
    ['part/app.yaml'],
    [],
  ],
  [
    'folders by their names, not by their paths',
    {
      'a-b/kustomization.yaml': 'resources: [app.yaml]\n',
      'a-b/app.yaml': '',
      'a/kustomization.yaml': 'resources: [app.yaml]\n',
      'a/app.yaml': '',
    },
    ['a-b/app.yaml', 'a/app.yaml'],
    ['a', 'a-b'],
  ],
  [
    'its own folder',
    { 'a/kustomization.yaml': 'resources: [./, app.yaml]\n', 'a/app.yaml': '' },
    ['a/app.yaml'],
    ['a'],
  ],
])('%s', (_, files, mentioning, folders) => {
  const roots = kustomizeRoots(FileSet.of(Object.entries(files as Record<string, string>)), mentioning as string[]);
  expect(roots.map(({ folder }) => folder)).toStrictEqual(folders);
});
