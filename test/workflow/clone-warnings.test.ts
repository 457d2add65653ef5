import type { Clone, GitRemote } from '../../src/git/repository.js';
import { cloneWarnings } from '../../src/workflow/clone-warnings.js';

const remote = (url: string, more: Partial<GitRemote> = {}): GitRemote => ({
  name: 'origin',
  urls: [url],
  defaultBranch: undefined,
  fetchesAll: true,
  ...more,
});
const clone = (more: Partial<Clone> = {}): Clone => ({
  branch: 'main',
  branches: ['main'],
  fetched: [],
  remotes: [],
  isShallow: false,
  ...more,
});
const declared = {
  url: 'https://git.example.com/shop/gitops.git',
  branch: 'main',
  source: { file: 'environments/index.ts', line: 6, column: 20 },
};

test.each<{ readonly case: string; readonly clone: Clone; readonly branch?: string }>([
  { case: 'no remote yet', clone: clone() },
  { case: 'the remote, by SSH', clone: clone({ remotes: [remote('git@git.example.com:shop/gitops.git')] }) },
  {
    case: 'the remote, with a token',
    clone: clone({ remotes: [remote('https://ci:token@git.example.com/shop/gitops')] }),
  },
  {
    case: 'one remote of several',
    clone: clone({
      remotes: [
        remote('https://fork.example.com/x.git'),
        remote('https://git.example.com/shop/gitops', { name: 'upstream' }),
      ],
    }),
  },
  {
    case: 'where it is pushed to',
    clone: clone({ remotes: [remote('', { urls: ['https://cache.example.com/x', declared.url] })] }),
  },
  { case: 'a feature branch beside it', clone: clone({ branch: 'feature', branches: ['feature', 'main'] }) },
  { case: 'its branch before the first commit', clone: clone({ branches: [] }) },
  { case: 'a detached HEAD, as in a pipeline', clone: clone({ branch: undefined, branches: [] }) },
  {
    case: 'a clone of one branch',
    clone: clone({ branch: 'feature', branches: ['feature'], remotes: [remote(declared.url, { fetchesAll: false })] }),
  },
  {
    case: 'the default branch of the remote, whatever it is',
    clone: clone({ branch: 'master', branches: ['master'] }),
    branch: 'HEAD',
  },
])('nothing is said of $case', ({ clone: found, branch = 'main' }) => {
  expect(cloneWarnings({ ...declared, branch }, found)).toEqual([]);
});

test('a url that is no remote is told with the remotes, without their credentials, and with the line', () => {
  const remotes = [remote('https://ci:se@cret@git.example.com/other.git'), remote('git@host:x/y', { name: 'fork' })];

  expect(cloneWarnings(declared, clone({ remotes }))).toEqual([
    "new Repository (environments/index.ts:6) names the url 'https://git.example.com/shop/gitops.git', which is not a remote of this clone ('origin' is 'https://git.example.com/other.git', 'fork' is 'git@host:x/y'): Argo CD would read another repository; correct the url, or name a mirror with git remote add",
  ]);
});

test.each([
  { case: 'before the first commit', branches: [] },
  { case: 'after it', branches: ['master'] },
])('a branch that nobody has is told, $case', ({ branches }) => {
  expect(cloneWarnings(declared, clone({ branch: 'master', branches }))).toEqual([
    "new Repository (environments/index.ts:6) follows the branch 'main', which this clone does not have: it is on 'master', and Argo CD would not see what is committed there; write branch: 'master', or rename it with git branch -m main",
  ]);
});
