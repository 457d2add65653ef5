import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitPaths } from '../../src/git/native/commit-paths.js';
import { openRepository } from '../../src/git/open-repository.js';
import { mountSmallDisk, testWithSmallDisk } from '../helpers/full-disk.js';
import { childProgram } from '../helpers/run-child.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';

const FILES = {
  'gitops/a.yaml': 'a: 1\n',
  'gitops/swap': 'file\n',
  'gitops/gone.yaml': 'gone\n',
  'src/staged.ts': '1\n',
  'src/unstaged.ts': '1\n',
  'src/both.ts': '1\n',
};
const PATHS = ['gitops/a.yaml', 'gitops/swap', 'gitops/swap/inside.yaml', 'gitops/gone.yaml', 'gitops/new.yaml'];

describe('commit', () => {
  test('commits exactly the paths on top of HEAD; what else is staged, unstaged and untracked stays as it is', async () => {
    await using repository = tempRepository();
    const parent = repository.commit('first', FILES);
    change(repository);
    repository.write({
      'src/staged.ts': '2\n',
      'src/unstaged.ts': '2\n',
      'src/both.ts': '2\n',
      'src/untracked.ts': '1\n',
      'gitops/foreign.yaml': 'mine\n',
      'src/added.ts': 'a\n',
    });
    repository.git('add', 'src/staged.ts', 'src/both.ts', 'src/added.ts');
    repository.write({ 'src/both.ts': '3\n' });

    const outcome = await commit(repository, PATHS, 'chore(gitops): synthesize\n\nbody ü');

    expect(repository.git('log', '-1', '--format=%P|%an|%ae|%cn|%B')).toBe(
      `${parent}|Tester|tester@example.com|Tester|chore(gitops): synthesize\n\nbody ü\n`,
    );
    expect(outcome).toMatchObject({
      branch: 'main',
      paths: [...PATHS].sort(),
      commit: { id: repository.git('rev-parse', 'main'), subject: 'chore(gitops): synthesize' },
    });
    expect(repository.git('show', 'HEAD:src/staged.ts')).toBe('1');
    expect(repository.git('status', '--porcelain').split('\n')).toEqual([
      'A  src/added.ts',
      'MM src/both.ts',
      'M  src/staged.ts',
      ' M src/unstaged.ts',
      '?? gitops/foreign.yaml',
      '?? src/untracked.ts',
    ]);
    expect(repository.git('diff-files', '--name-only').split('\n')).toEqual(['src/both.ts', 'src/unstaged.ts']);
    expect(
      repository
        .git('ls-tree', '-r', '--name-only', 'HEAD')
        .split('\n')
        .filter((path) => path.startsWith('gitops')),
    ).toEqual(['gitops/a.yaml', 'gitops/new.yaml', 'gitops/swap/inside.yaml']);
    expect(repository.git('reflog', '-1', '--format=%gs')).toBe('commit: chore(gitops): synthesize');
    healthy(repository);
  });

  test('nothing to commit makes no commit', async () => {
    await using repository = tempRepository();
    const parent = repository.commit('first', FILES);

    expect(await commit(repository, ['gitops/a.yaml', 'not/there.yaml'])).toEqual({
      commit: undefined,
      branch: 'main',
      paths: [],
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(parent);
  });

  test('content that is staged but not on disk is put right without a commit', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.write({ 'gitops/a.yaml': 'staged\n' });
    repository.git('add', '.');
    repository.write({ 'gitops/a.yaml': 'a: 1\n' });

    expect((await commit(repository, PATHS)).commit).toBeUndefined();
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test.each(['sha1', 'sha256'] as const)(
    'makes the first commit, commits on a detached HEAD and in a linked worktree (%s)',
    async (objectFormat) => {
      await using repository = tempRepository({ objectFormat });
      repository.write(FILES);
      repository.git('add', 'src/staged.ts');

      const first = await commit(repository, ['gitops/a.yaml']);
      expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toBe('gitops/a.yaml');
      expect(first.branch).toBe('main');
      expect(repository.git('diff', '--cached', '--name-only')).toBe('src/staged.ts');

      repository.git('checkout', '-q', '--detach');
      const second = await commit(repository, ['gitops/gone.yaml']);
      expect(second.branch).toBeUndefined();
      expect(repository.git('rev-parse', 'HEAD^')).toBe(first.commit!.id);
      expect(repository.git('rev-parse', 'main')).toBe(first.commit!.id);

      repository.git('worktree', 'add', '-q', '../linked', 'main');
      const linked = join(repository.directory, '../linked');
      writeFileSync(join(linked, 'gitops/a.yaml'), 'linked\n');
      const third = await (await openRepository(linked)).commit({ paths: ['gitops/a.yaml'], message: 'linked' });
      expect(repository.git('-C', '../linked', 'status', '--porcelain')).toBe('');
      expect(third.branch).toBe('main');
      expect(repository.git('rev-parse', 'main^')).toBe(first.commit!.id);
      expect(repository.git('rev-parse', 'HEAD')).toBe(second.commit!.id);
      healthy(repository);
    },
  );

  test.each([
    ['merge', (repository: TempRepository) => repository.git('merge', '-q', 'other')],
    ['rebase', (repository: TempRepository) => repository.git('rebase', '-q', 'other')],
    ['cherry-pick', (repository: TempRepository) => repository.git('cherry-pick', 'other')],
  ])('refuses in the middle of a %s', async (name, start) => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.git('checkout', '-q', '-b', 'other');
    repository.commit('theirs', { 'src/both.ts': 'theirs\n' });
    repository.git('checkout', '-q', 'main');
    repository.commit('ours', { 'src/both.ts': 'ours\n' });
    expect(() => start(repository)).toThrow();
    const before = repository.git('rev-parse', 'HEAD');

    await expect(commit(repository, PATHS)).rejects.toMatchObject({
      code: 'GIT_BUSY',
      message: expect.stringContaining(name),
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(before);
  });

  test('no author in the configuration is an error that says how to set one', async () => {
    await using repository = tempRepository({ identity: false });
    repository.write(FILES);
    await expect(withoutGlobalConfig(() => commit(repository, PATHS))).rejects.toMatchObject({
      code: 'GIT_IDENTITY_MISSING',
      hint: expect.stringContaining('user.email'),
    });
    expect(existsSync(join(repository.directory, '.git/index.lock'))).toBe(false);

    const author = {
      GIT_AUTHOR_NAME: 'From',
      GIT_AUTHOR_EMAIL: 'from@example.com',
      GIT_COMMITTER_NAME: 'By',
      GIT_COMMITTER_EMAIL: 'by@example.com',
    };
    await withoutGlobalConfig(() => commit(repository, PATHS), author);
    expect(repository.git('log', '-1', '--format=%an %ae %cn %ce')).toBe('From from@example.com By by@example.com');
  });

  test('a path that git ignores is an error, not a silently missing file', async () => {
    await using repository = tempRepository();
    repository.commit('first', { '.gitignore': 'gitops/\n' });
    repository.write(FILES);

    await expect(commit(repository, ['gitops/a.yaml'])).rejects.toMatchObject({
      code: 'GIT_IGNORED',
      message: "'gitops/a.yaml' is ignored by git",
    });
  });

  test('runs no hook and applies clean filters and the executable bit as git add does', async () => {
    await using repository = tempRepository();
    repository.commit('first', { '.gitattributes': '*.secret filter=upper\n*.crlf text\n' });
    repository.git('config', 'filter.upper.clean', 'tr a-z A-Z');
    for (const hook of [
      'pre-commit',
      'commit-msg',
      'post-commit',
      'prepare-commit-msg',
      'reference-transaction',
      'post-index-change',
    ]) {
      repository.write({ [`.git/hooks/${hook}`]: '#!/bin/sh\ntouch ran\nexit 1\n' });
      chmodSync(join(repository.directory, '.git/hooks', hook), 0o755);
    }
    repository.write({ 'x.secret': 'abc\n', 'y.crlf': 'a\r\n', 'run.sh': 'x\n' });
    chmodSync(join(repository.directory, 'run.sh'), 0o755);

    await commit(repository, ['x.secret', 'y.crlf', 'run.sh']);

    expect(existsSync(join(repository.directory, 'ran'))).toBe(false);
    expect(repository.git('cat-file', 'blob', 'HEAD:x.secret')).toBe('ABC');
    expect(repository.git('cat-file', '-s', 'HEAD:y.crlf')).toBe('2');
    expect(repository.git('ls-tree', 'HEAD', 'run.sh')).toMatch(/^100755/);
  });

  test('signs when the configuration wants it, and says so when the key is missing', async () => {
    await using repository = tempRepository();
    const key = join(repository.directory, '../key');
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    repository.write(FILES);
    repository.git('config', 'commit.gpgsign', 'true');
    repository.git('config', 'gpg.format', 'ssh');
    repository.git('config', 'user.signingkey', join(repository.directory, '../nothing'));

    await expect(commit(repository, PATHS)).rejects.toMatchObject({ code: 'GIT_SIGNING_FAILED' });
    expect(repository.git('for-each-ref')).toBe('');
    if (made.status !== 0) return; // no ssh-keygen on this machine
    repository.git('config', 'user.signingkey', key);
    await commit(repository, PATHS);
    expect(repository.git('cat-file', 'commit', 'HEAD')).toContain('-----BEGIN SSH SIGNATURE-----');
  });

  testWithSmallDisk('a full disk commits nothing and says so', async () => {
    await using repository = tempRepository();
    using disk = mountSmallDisk(join(repository.directory, '.git'));
    repository.git('init', '-q');
    repository.git('config', 'user.name', 'Tester');
    repository.git('config', 'user.email', 'tester@example.com');
    const first = repository.commit('first', FILES);
    change(repository);
    disk.fill();

    await expect(commit(repository, PATHS, 'second')).rejects.toMatchObject({
      code: 'GIT_OUTPUT_NOT_WRITABLE',
      message: expect.stringMatching(/^nothing was committed, because '.*\/\.git' cannot be: the disk is full$/),
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(first);
    expect(existsSync(join(repository.directory, '.git/index.lock'))).toBe(false);
  });

  test('a lock of another git command is waited for and then named', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    change(repository);
    repository.write({ '.git/refs/heads/main.lock': '' });
    await expect(commit(repository, PATHS)).rejects.toMatchObject({ code: 'GIT_LOCKED' });
    rmSync(join(repository.directory, '.git/refs/heads/main.lock'));
    repository.write({ '.git/index.lock': '' });
    setTimeout(() => rmSync(join(repository.directory, '.git/index.lock')), 300);
    expect((await commit(repository, PATHS)).commit).toBeDefined();
  });

  test('several at once: each commits its own paths on top of the others', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    const names = ['one', 'two', 'three', 'four'];
    repository.write(Object.fromEntries(names.map((name) => [`gitops/${name}.yaml`, name])));

    await Promise.all(names.map((name) => commit(repository, [`gitops/${name}.yaml`], name)));

    expect(repository.git('log', '--format=%s').split('\n').sort()).toEqual(['first', ...names].sort());
    expect(repository.git('status', '--porcelain')).toBe('');
    healthy(repository);
  });

  test('a commit that somebody makes in between is never lost', async () => {
    await using repository = tempRepository();
    const parent = repository.commit('first', FILES);
    change(repository);
    const theirs = () =>
      repository.git(
        'update-ref',
        'HEAD',
        repository.gitWith({ input: 'theirs' }, 'commit-tree', 'HEAD^{tree}', '-p', parent),
      );
    const onStep = (step: string) => (step === 'move head' ? theirs() : undefined);

    await expect(
      commitPaths(repository.directory, join(repository.directory, '.git'), { paths: PATHS, message: 'ours' }, onStep),
    ).rejects.toMatchObject({ code: 'GIT_COMMIT_RACE' });

    expect(repository.git('log', '--format=%s')).toBe('theirs\nfirst');
    expect(repository.git('diff', '--cached', '--name-only')).toBe('');
    expect((await commit(repository, PATHS, 'ours')).commit).toBeDefined();
    healthy(repository);
  });

  test('packed refs, a split index and an unmerged path elsewhere do not disturb', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.git('pack-refs', '--all');
    repository.git('update-index', '--split-index');
    change(repository);

    await commit(repository, PATHS);

    expect(repository.git('status', '--porcelain')).toBe('');
    healthy(repository);
  });

  test('a symbolic link in the place of a path is committed as the link it is, never followed', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    rmSync(join(repository.directory, 'gitops/a.yaml'));
    symlinkSync('/etc/passwd', join(repository.directory, 'gitops/a.yaml'));

    await commit(repository, ['gitops/a.yaml']);

    expect(repository.git('cat-file', 'blob', 'HEAD:gitops/a.yaml')).toBe('/etc/passwd');
  });

  test('killed at any step it leaves a valid repository in which the next commit works', async () => {
    using child = childProgram(join(import.meta.dirname, 'commit.child.ts'));
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.write({ 'src/staged.ts': '2\n' });
    repository.git('add', 'src/staged.ts');
    for (let killAt = 0; killAt < 6; killAt++) {
      repository.write({ 'gitops/a.yaml': `${killAt}\n`, [`gitops/${killAt}.yaml`]: 'x\n' });
      const paths = ['gitops/a.yaml', `gitops/${killAt}.yaml`];
      const killed = child.run([repository.directory, String(killAt), ...paths]);
      expect(killed.signal ?? killed.stderr).toBe('SIGKILL');
      healthy(repository);

      await commit(repository, paths);

      expect(repository.git('show', 'HEAD:gitops/a.yaml')).toBe(String(killAt));
      expect(repository.git('status', '--porcelain')).toBe('M  src/staged.ts');
      healthy(repository);
    }
  });
});

function change(repository: TempRepository) {
  repository.write({ 'gitops/a.yaml': 'a: 2\n', 'gitops/new.yaml': 'new\n' });
  rmSync(join(repository.directory, 'gitops/swap'));
  rmSync(join(repository.directory, 'gitops/gone.yaml'));
  repository.write({ 'gitops/swap/inside.yaml': 'inside\n' });
}

async function commit(repository: TempRepository, paths: readonly string[], message = 'message') {
  return (await openRepository(repository.directory)).commit({ paths, message });
}

function healthy(repository: TempRepository) {
  expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
}

async function withoutGlobalConfig<T>(
  action: () => Promise<T>,
  more: Readonly<Record<string, string>> = {},
): Promise<T> {
  const variables: Readonly<Record<string, string>> = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...more,
  };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return await action();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
