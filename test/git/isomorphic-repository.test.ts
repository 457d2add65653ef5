import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../../src/git/open-repository.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';

const FILES = {
  'gitops/a.yaml': 'a: 1\n',
  'gitops/deep/b.yaml': 'b: ü\n',
  'gitops-other/c.yaml': 'c: 1\n',
  'README.md': 'x\n',
  '.gitignore': '*.tmp\n',
};

describe('without the git command', () => {
  test.each(['loose', 'packed', 'bare', 'shallow'])('a %s repository reads as with it', async (kind) => {
    await using origin = await history();
    if (kind === 'packed') origin.git('gc', '-q');
    await using clone =
      kind === 'bare' || kind === 'shallow'
        ? tempRepository({
            cloneOf: {
              source: `file://${origin.directory}`,
              arguments: kind === 'bare' ? ['--bare'] : ['--depth', '2'],
            },
          })
        : origin;
    const [native, other] = await both(clone);
    expect([other.root, other.gitDirectory]).toEqual([native.root, native.gitDirectory]);
    for (const tag of ['v2', 'v2-annotated', 'main', 'nonsense'])
      expect(await other.tag(tag)).toEqual(await native.tag(tag));
    const id = origin.git('rev-parse', 'HEAD~1');

    for (const revision of [
      'HEAD',
      '@',
      'main',
      'HEAD~1',
      'HEAD^',
      'main~1^0',
      id,
      id.slice(0, 9),
      'v2',
      'v2-annotated',
      'HEAD~2',
      'HEAD~99',
      'HEAD^2',
      'nonsense',
      '',
      '-x',
      'a..b',
      'both',
      'refs/heads/both',
    ]) {
      const [expected, actual] = await Promise.all(
        [native, other].map((repository) =>
          repository.resolve(revision).catch((error: { code: string }) => error.code),
        ),
      );
      expect([revision, actual]).toEqual([revision, expected]);
    }
    for (const folder of ['gitops', '', 'nothing', 'README.md', 'gitops/deep']) {
      const [expected, actual] = await Promise.all(
        [native, other].map((repository) =>
          repository.readTree('HEAD', folder).then((files) => files.toJSON(), messages),
        ),
      );
      expect([folder, actual]).toEqual([folder, expected]);
    }
    expect(await other.isAncestor('HEAD~1', 'HEAD')).toBe(true);
    expect(await other.isAncestor('HEAD', 'HEAD~1')).toBe(false);
    expect(await other.isAncestor('HEAD', 'HEAD')).toBe(true);
  });

  test('uncommitted changes are seen as with it', async () => {
    await using repository = await history();
    repository.write({
      'gitops/a.yaml': 'changed\n',
      'gitops/new.yaml': 'n\n',
      'gitops/x.tmp': 'n\n',
      'gitops-other/c.yaml': 'changed\n',
      'gitops/staged.yaml': 's\n',
    });
    rmSync(join(repository.directory, 'gitops/deep/b.yaml'));
    repository.git('add', 'gitops/staged.yaml');
    const [native, other] = await both(repository);

    for (const folder of ['gitops', ''])
      expect(await other.changedPaths(folder)).toEqual(await native.changedPaths(folder));
    const paths = ['README.md', 'gitops/a.yaml', 'gitops/x.tmp', 'gitops/new.yaml', 'gitops/deep/b.yaml', 'not-there'];
    expect(await other.changedAmong(paths)).toEqual(await native.changedAmong(paths));
  });

  test('a commit is the same tree, leaves the rest alone and passes fsck', async () => {
    await using repository = await history();
    const parent = repository.git('rev-parse', 'HEAD');
    repository.write({
      'gitops/a.yaml': 'changed\n',
      'gitops/new/n.yaml': 'n\n',
      'gitops/foreign.yaml': 'x\n',
      'README.md': 'staged\n',
      'run.sh': 'x\n',
    });
    chmodSync(join(repository.directory, 'run.sh'), 0o755);
    rmSync(join(repository.directory, 'gitops/deep'), { recursive: true });
    repository.git('add', 'README.md');
    const paths = ['gitops/a.yaml', 'gitops/new/n.yaml', 'gitops/deep/b.yaml', 'run.sh', 'unknown.yaml'];
    const other = await openRepository(repository.directory, { engine: 'isomorphic' });

    const outcome = await other.commit({ paths, message: 'chore: ü' });

    expect(outcome).toMatchObject({
      branch: 'main',
      paths: ['gitops/a.yaml', 'gitops/deep/b.yaml', 'gitops/new/n.yaml', 'run.sh'],
      commit: { subject: 'chore: ü', author: 'Tester <tester@example.com>' },
    });
    expect(repository.git('log', '-1', '--format=%H %P %B')).toBe(`${outcome.commit!.id} ${parent} chore: ü\n`);
    expect(repository.git('status', '--porcelain')).toBe('M  README.md\n?? gitops/foreign.yaml');
    expect(repository.git('ls-tree', 'HEAD', 'run.sh')).toMatch(/^100755/);
    expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    repository.git('reset', '-q', '--soft', parent);
    repository.git('reset', '-q');
    expect(
      (await (await openRepository(repository.directory)).commit({ paths, message: 'native' })).commit,
    ).toBeDefined();
    expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(tree);
    expect((await other.commit({ paths, message: 'again' })).commit).toBeUndefined();
  });

  test('the first commit and one on a detached HEAD work', async () => {
    await using repository = tempRepository();
    repository.write(FILES);
    const other = await openRepository(repository.directory, { engine: 'isomorphic' });
    await expect(other.resolve('HEAD')).rejects.toMatchObject({ code: 'GIT_NO_COMMITS' });

    await other.commit({ paths: ['gitops/a.yaml'], message: 'first' });
    repository.git('checkout', '-q', '--detach');
    const second = await other.commit({ paths: ['README.md'], message: 'second' });

    expect(second.branch).toBeUndefined();
    expect(repository.git('log', '--format=%s')).toBe('second\nfirst');
    expect(repository.git('rev-parse', 'main')).toBe(repository.git('rev-parse', 'HEAD^'));
    expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
  });

  test('several at once: each commits on top of the others', async () => {
    await using repository = await history();
    const names = ['one', 'two', 'three'];
    repository.write(Object.fromEntries(names.map((name) => [`gitops/${name}.yaml`, name])));

    await Promise.all(
      names.map(async (name) =>
        (await openRepository(repository.directory, { engine: 'isomorphic' })).commit({
          paths: [`gitops/${name}.yaml`],
          message: name,
        }),
      ),
    );

    expect(repository.git('log', '-3', '--format=%s').split('\n').sort()).toEqual([...names].sort());
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('repositories that it would read wrongly are refused', async () => {
    await using origin = await history();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    await using sha256 = tempRepository({ objectFormat: 'sha256' });
    await using shared = tempRepository({ cloneOf: { source: origin.directory, arguments: ['--shared'] } });
    await using partial = tempRepository({
      cloneOf: { source: `file://${origin.directory}`, arguments: ['--filter=blob:none', '--no-checkout'] },
    });
    origin.git('worktree', 'add', '-q', '../linked');

    for (const directory of [
      sha256.directory,
      shared.directory,
      partial.directory,
      join(origin.directory, '../linked'),
    ]) {
      await expect(openRepository(directory, { engine: 'isomorphic' })).rejects.toMatchObject({
        code: 'GIT_NEEDS_NATIVE',
      });
    }
  });

  test('commits that need more than it can do are refused: signatures and filters', async () => {
    await using repository = await history();
    const other = await openRepository(repository.directory, { engine: 'isomorphic' });
    repository.git('config', 'commit.gpgsign', 'true');
    await expect(other.assertCanCommit()).rejects.toMatchObject({ code: 'GIT_NEEDS_NATIVE' });
    repository.git('config', 'commit.gpgsign', 'false');
    repository.write({ '.gitattributes': 'secrets/* filter=crypt\n' });
    await expect(other.commit({ paths: ['README.md'], message: 'x' })).rejects.toMatchObject({
      code: 'GIT_NEEDS_NATIVE',
    });
  });
});

async function history(): Promise<TempRepository> {
  const repository = tempRepository();
  repository.commit('first', FILES);
  repository.commit('second', { 'gitops/a.yaml': 'a: 2\n' });
  repository.git('tag', 'v2');
  repository.git('tag', '-a', 'v2-annotated', '-m', 'x');
  repository.git('branch', 'both');
  repository.git('tag', 'both');
  repository.commit('third\n\nbody', { 'gitops/a.yaml': 'a: 3\n' });
  return repository;
}

async function both(repository: TempRepository) {
  return [
    await openRepository(repository.directory, { engine: 'native' }),
    await openRepository(repository.directory, { engine: 'isomorphic' }),
  ] as const;
}

function messages(error: { code: string; message: string }) {
  return `${error.code} ${error.message}`;
}
