import { FileSet } from '../../../src/files/file-set.js';
import { builtFolders } from '../../../src/render/resources/built-folders.js';

const ARGO = "{apiVersion: 'argoproj.io/v1alpha1', kind: 'Application'}\n";

test.each<[what: string, files: Readonly<Record<string, string>>, folders: readonly string[]]>([
  ['Jsonnet that says it', { 'apps/all.jsonnet': ARGO }, ['apps']],
  [
    'Jsonnet that imports it from below',
    { 'apps/all.jsonnet': "import 'lib/app.libsonnet'", 'apps/lib/app.libsonnet': ARGO },
    ['apps'],
  ],
  ['Jsonnet at the root for something else', { 'renovate.jsonnet': '{a: 1}', 'lib/app.libsonnet': ARGO }, []],
  [
    'a chart',
    { 'c/Chart.yaml': 'name: c\n', 'c/templates/a.yaml': 'apiVersion: argoproj.io/v1\nkind: AppProject\n' },
    ['c'],
  ],
])('%s', (_, files, folders) => {
  expect(builtFolders(FileSet.of(Object.entries(files)))).toStrictEqual(folders);
});
