import { gitRevision } from '../../../src/argocd/versions/git-revision.js';

const id = (digit: string) => digit.repeat(40);
const REFS = {
  head: 'refs/heads/main',
  refs: {
    'refs/heads/main': id('1'),
    'refs/heads/team/x': id('2'),
    'refs/tags/v1.2.0': id('3'),
    'refs/tags/v1.10.0': id('4'),
    'refs/tags/v2.0.0-rc.1': id('5'),
    'refs/pull/7/head': id('6'),
  },
};

test.each([
  ['', id('1')],
  ['HEAD', id('1')],
  ['main', id('1')],
  ['team/x', id('2')],
  ['refs/heads/team/x', id('2')],
  ['v1.2.0', id('3')],
  ['refs/tags/v1.2.0', id('3')],
  ['v1.*', id('4')],
  ['>=1.0.0 <1.5.0', id('3')],
  ['>=2.0.0-0', id('5')],
  ['refs/pull/7/head', id('6')],
  ['pull/7/head', id('6')],
  [id('9'), id('9')],
])("'%s' is the commit that Argo CD takes", (revision, commit) => {
  expect(gitRevision(revision, REFS)?.commit).toBe(commit);
});

test.each(['gone', 'v3.*', '3333333', 'x/main'])("'%s' is nothing", (revision) => {
  expect(gitRevision(revision, REFS)).toBeUndefined();
});

test('a detached HEAD is the commit that the server says', () => {
  expect(gitRevision('HEAD', { refs: { HEAD: id('8') } })?.commit).toBe(id('8'));
});
