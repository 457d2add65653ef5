import { goPathMatch } from '../../../../src/argocd/set/generators/go-path-match.js';
import { pathspec } from '../../../../src/argocd/set/generators/pathspec.js';
import { tempRepository } from '../../../helpers/temp-repository.js';

/**
 * From the tests of Go's package path, without those whose pattern is malformed. See
 * https://github.com/golang/go/blob/master/src/path/match_test.go
 */
test.each([
  ['abc', 'abc', true],
  ['*', 'abc', true],
  ['*c', 'abc', true],
  ['a*', 'a', true],
  ['a*', 'ab/c', false],
  ['a*/b', 'abc/b', true],
  ['a*/b', 'a/c/b', false],
  ['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxexxx/f', true],
  ['a*b*c*d*e*/f', 'axbxcxdxe/xxx/f', false],
  ['a*b?c*x', 'abxbbxdbxebxczzx', true],
  ['a*b?c*x', 'abxbbxdbxebxczzy', false],
  ['ab[c]', 'abc', true],
  ['ab[b-d]', 'abc', true],
  ['ab[e-g]', 'abc', false],
  ['ab[^c]', 'abc', false],
  ['ab[^e-g]', 'abc', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'ab', false],
  ['a?b', 'a☺b', true],
  ['a[^a]b', 'a☺b', true],
  ['a???b', 'a☺b', false],
  ['[a-ζ]*', 'α', true],
  ['*[a-ζ]', 'A', false],
  ['a?b', 'a/b', false],
  ['a*b', 'a/b', false],
  ['[\\]a]', ']', true],
  ['[\\-]', '-', true],
  ['[x\\-]', 'z', false],
  ['[\\-x]', 'a', false],
  ['*x', 'xxx', true],
])('as in Go, %s and %s: %s', (pattern, path, matches) => {
  expect(goPathMatch(pattern)(path)).toBe(matches);
});

test.each(['[]a]', '[-]', '[x-]', '[-x]', '[a-b-c]', '[', '[^', '[^bc', 'a[', 'a\\'])(
  'as in Go, %s is malformed',
  (pattern) => {
    expect(() => goPathMatch(pattern)).toThrow('is malformed');
  },
);

test('patterns match the files that git ls-files gives', async () => {
  await using repository = tempRepository();
  const names = [
    'a',
    'b.yaml',
    'x/a.yaml',
    'x/y/a.yaml',
    'x/y/b.json',
    'x-y/a.yaml',
    'x/[a].yaml',
    'x/a b',
    'y/Z1',
    'y/z2/q',
    'x/*',
  ];
  repository.commit('files', Object.fromEntries(names.map((name) => [name, 'a: 1\n'])));
  const patterns = [
    '*',
    '**',
    '.',
    '',
    'x',
    'x/',
    'x/*',
    'x/**/a.yaml',
    '**/a.yaml',
    '*.yaml',
    'x?y/a.yaml',
    'x/?/*',
    './x/y',
    'x//y',
    'x/../y',
    '[xy]/*',
    '[!x]*',
    '[^x]*',
  ];
  const more = [
    'y/[[:upper:]]*',
    'y/[[:digit:]]',
    'x/\\[a\\].yaml',
    'x/[a].yaml',
    'x/\\*',
    'x/a b',
    '*/z[0-9]/*',
    'x/y/*.{json,yaml}',
    'X/*',
    'x/[',
    'x/[]a]*',
    '*a*',
    'x/y/b.jso',
  ];

  for (const pattern of [...patterns, ...more]) {
    const expected = repository
      .git('ls-files', '-z', '--', pattern === '' ? '.' : pattern)
      .split('\0')
      .filter((name) => name !== '');
    const matches = pathspec(pattern);

    expect([pattern, names.filter((name) => matches(name)).sort()]).toEqual([pattern, expected.sort()]);
  }
});
