import { FileSet } from '../../../src/files/file-set.js';
import { completeBuild } from '../../../src/render/kustomize/complete-build.js';
import type { SourceTree } from '../../../src/render/source/source-context.js';

/** Reads whatever it is asked for, and notes it. */
function treeOf(files: Record<string, string>, unread: Record<string, string>, asked: string[] = []): SourceTree {
  const read = async (paths: readonly string[]) => {
    asked.push(...paths);
    const left = Object.entries(unread).filter(([path]) => !paths.includes(path));
    const found = Object.entries(unread).filter(([path]) => paths.includes(path));
    return treeOf({ ...files, ...Object.fromEntries(found) }, Object.fromEntries(left), asked);
  };
  return { files: FileSet.of(files), unread: { paths: Object.keys(unread).sort(), read } };
}

test.each<{ what: string; files: Record<string, string>; unread: string[]; needed: string[]; more?: string[] }>([
  {
    what: 'a file of a generator, with and without a key',
    files: { 'app/kustomization.yaml': 'configMapGenerator:\n- files: [a=conf/a.conf, "b c.txt"]\n  envs: [x.env]\n' },
    unread: ['app/conf/a.conf', 'app/b c.txt', 'app/x.env', 'app/README.md', 'other/a.conf', 'app/conf/deep/a.conf'],
    // Of two with one name both: rather a file too many than one too few.
    needed: ['app/b c.txt', 'app/conf/a.conf', 'app/conf/deep/a.conf', 'app/x.env'],
  },
  {
    what: 'what the base and a generator in a file of its own name',
    files: {
      'app/kustomization.yaml': 'resources: [../base]\n',
      'base/kustomization.yaml': 'generators: [gen.yaml]\n',
      'base/gen.yaml': 'kind: ConfigMapGenerator\nfiles:\n- server.properties\n',
    },
    unread: ['base/server.properties', 'base/LICENSE', 'app/LICENSE'],
    needed: ['base/server.properties'],
  },
  {
    what: 'a file that only a file that was read names',
    files: { 'app/kustomization.yaml': 'transformers: [list]\n' },
    unread: ['app/list', 'app/patch'],
    needed: ['app/list', 'app/patch'],
  },
  {
    what: 'all of a chart below it',
    files: { 'app/kustomization.yaml': 'helmCharts: [{name: web}]\n', 'app/charts/web/Chart.yaml': 'name: web\n' },
    unread: ['app/charts/web/files/motd', 'app/logo.png'],
    needed: ['app/charts/web/files/motd'],
  },
  {
    what: 'a file beside it, which a build without restrictions reads',
    files: { 'app/kustomization.yaml': 'configMapGenerator:\n- files: [x=../shared/motd]\n' },
    unread: ['shared/motd', 'shared/other'],
    needed: ['shared/motd'],
  },
  {
    what: 'what a component of the Argo Application names',
    files: { 'app/kustomization.yaml': '{}\n', 'extra/kustomization.yaml': 'configMapGenerator: [{files: [motd]}]\n' },
    unread: ['extra/motd'],
    needed: ['extra/motd'],
    more: ['extra'],
  },
  { what: 'nothing', files: { 'app/kustomization.yaml': '{}\n' }, unread: ['app/picture.png'], needed: [] },
])('a build needs $what', async ({ files, unread, needed, more }) => {
  const asked: string[] = [];
  const tree = treeOf(
    files,
    Object.fromEntries(unread.map((path) => [path, path.endsWith('list') ? '- patch\n' : 'x'])),
    asked,
  );
  await completeBuild(tree, 'app', more);
  expect([...new Set(asked)].sort()).toEqual([...needed].sort());
});
