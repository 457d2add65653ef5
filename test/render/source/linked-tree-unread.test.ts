import { FileSet } from '../../../src/files/file-set.js';
import { linkedTree } from '../../../src/render/source/linked-tree.js';
import type { SourceTree } from '../../../src/render/source/source-context.js';

test('a link to a file or folder that was not read is none that leads nowhere: it is read when it is needed', async () => {
  const unread = { 'shared/motd': 'hello\n', 'shared/logo': 'x' };
  const treeOf = (files: Record<string, string>): SourceTree => {
    const paths = Object.keys(unread).filter((path) => files[path] === undefined);
    const read = async (wanted: readonly string[]) =>
      treeOf({ ...files, ...Object.fromEntries(Object.entries(unread).filter(([path]) => wanted.includes(path))) });
    const links = new Map([
      ['app/file', '../shared/motd'],
      ['app/folder', '../shared'],
      ['app/nowhere', '../other'],
    ]);
    return { files: FileSet.of(files), links, unread: { paths: paths.sort(), read } };
  };

  const tree = linkedTree(treeOf({ 'app/kustomization.yaml': '{}\n' }));
  expect([...(tree.broken?.keys() ?? [])]).toEqual(['app/nowhere']);
  expect(tree.unread?.paths).toEqual(['app/file', 'app/folder/logo', 'app/folder/motd', 'shared/logo', 'shared/motd']);

  const read = await tree.unread?.read(['app/file']);
  expect(read?.files.paths()).toEqual(['app/file', 'app/folder/motd', 'app/kustomization.yaml', 'shared/motd']);
  expect(read?.files.get('app/folder/motd')).toBe('hello\n');
  expect(read?.unread?.paths).toEqual(['app/folder/logo', 'shared/logo']);
});
