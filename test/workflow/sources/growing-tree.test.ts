import { GitopsError } from '../../../src/errors.js';
import { FileSet } from '../../../src/files/file-set.js';
import { growingTree, type ReadFiles } from '../../../src/workflow/sources/growing-tree.js';

const read = (files: Record<string, string>): ReadFiles => ({
  files: FileSet.of(files),
  binaries: new Map(),
  unreadable: new Map(),
});

test('what is asked for in one turn is read in one batch, each file once, and all get the same tree', async () => {
  const batches: (readonly string[])[] = [];
  const tree = growingTree(read({ 'a.yaml': 'a' }), ['b.txt', 'c.txt', 'd.txt'], async (paths) => {
    batches.push(paths);
    return read(Object.fromEntries(paths.map((path) => [path, path])));
  });
  const [first, second, none] = await Promise.all([
    tree.unread?.read(['b.txt', 'a.yaml']),
    tree.unread?.read(['c.txt', 'b.txt']),
    tree.unread?.read([]),
  ]);
  expect(batches).toEqual([['b.txt', 'c.txt']]);
  expect(second).toBe(first);
  expect(none).toBe(first);
  expect(first?.files.paths()).toEqual(['a.yaml', 'b.txt', 'c.txt']);
  expect(first?.unread?.paths).toEqual(['d.txt']);
  expect(tree.files.paths()).toEqual(['a.yaml']);

  const [third, again] = await Promise.all([first?.unread?.read(['d.txt']), tree.unread?.read(['d.txt', 'b.txt'])]);
  expect(batches).toHaveLength(2);
  expect(again).toBe(third);
  expect(await tree.unread?.read(['b.txt'])).toBe(third);
});

test('what fails for a batch concerns the files of that batch', async () => {
  const tree = growingTree(read({}), ['b.txt', 'c.txt'], async ([path]) => {
    if (path === 'b.txt') throw new GitopsError('GIT_FAILED', 'git cat-file failed');
    return read({ 'c.txt': 'c' });
  });
  expect((await tree.unread?.read(['b.txt']))?.unreadable?.get('b.txt')).toMatchObject({ code: 'GIT_FAILED' });
  expect((await tree.unread?.read(['c.txt']))?.files.get('c.txt')).toBe('c');
});
