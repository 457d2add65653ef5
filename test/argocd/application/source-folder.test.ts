import { sourceFolder } from '../../../src/argocd/application/source-folder.js';

test.each<[path: string | undefined, folder: string]>([
  [undefined, ''],
  ['', ''],
  ['.', ''],
  ['./', ''],
  ['/', ''],
  ['a', 'a'],
  ['a/', 'a'],
  ['./a/b//', 'a/b'],
  ['//a', 'a'],
  ['.//a', 'a'],
  ['a/./b', 'a/b'],
  ['a//b', 'a/b'],
  ['a/../b', 'b'],
  ['a/..', ''],
  ['.a/b', '.a/b'],
  ['...', '...'],
  ['..', '..'],
  ['/../a', '../a'],
  ['./../a', '../a'],
])("path '%s' is the folder '%s'", (path, folder) => {
  expect(sourceFolder(path)).toBe(folder);
});
