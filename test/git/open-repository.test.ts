import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../src/git/open-repository.js';
import type { TolerantReading } from '../../src/git/repository.js';
import { tempRepository } from '../helpers/temp-repository.js';

const FILES = {
  'gitops/a.yaml': 'a: 1\n',
  'gitops/deep/b.yaml': 'b: ü\n',
  'gitops-other/c.yaml': 'c: 1\n',
  'README.md': 'x\n',
};

describe('openRepository', () => {
  test('resolves branches, tags, annotated tags, short ids and relations without a checkout', async () => {
    await using repository = tempRepository();
    const first = repository.commit('first', FILES);
    repository.git('tag', 'v1');
    repository.git('tag', '-a', 'v1-annotated', '-m', 'annotated');
    repository.git('branch', 'feature/x');
    const second = repository.commit('second: it works', { 'gitops/a.yaml': 'a: 2\n' });
    const opened = await openRepository(join(repository.directory, 'gitops'));

    for (const revision of ['v1', 'v1-annotated', 'feature/x', 'HEAD~1', 'HEAD^', 'main~1', first, first.slice(0, 8)]) {
      expect((await opened.resolve(revision)).id).toBe(first);
    }
    expect(await opened.resolve('HEAD')).toEqual({
      id: second,
      shortId: second.slice(0, 7),
      subject: 'second: it works',
      author: 'Tester <tester@example.com>',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    });
    for (const tag of ['v1', 'v1-annotated']) expect((await opened.tag(tag))?.id).toBe(first);
    for (const none of ['main', 'feature/x', 'HEAD', '', '--all', 'v1..main', first])
      expect(await opened.tag(none)).toBeUndefined();
    expect(await opened.isAncestor(first, second)).toBe(true);
    expect(await opened.isAncestor(second, first)).toBe(false);
  });

  test('a tag is found wherever it is kept, from a linked worktree too; of a name that is none no process is asked', async () => {
    await using repository = tempRepository();
    const first = repository.commit('first', FILES);
    for (const tag of ['loose', 'packed', 'deep/er']) repository.git('tag', tag);
    const worktree = `${repository.directory}-linked`;
    repository.git('worktree', 'add', '--quiet', worktree, '-b', 'linked');
    try {
      for (const folder of [repository.directory, worktree]) {
        const opened = await openRepository(folder);
        for (const tag of ['loose', 'packed', 'deep/er', 'loose~0']) expect((await opened.tag(tag))?.id).toBe(first);
        const path = process.env['PATH'];
        process.env['PATH'] = '';
        try {
          for (const none of ['main', 'linked', 'oose', 'deep/e', 'loose/er'])
            expect(await opened.tag(none)).toBeUndefined();
        } finally {
          process.env['PATH'] = path;
        }
        repository.git('pack-refs', '--all');
        repository.git('tag', '--force', 'loose');
      }
    } finally {
      rmSync(worktree, { recursive: true, force: true });
    }
  });

  test('reads a folder at any revision, with paths relative to the root, and nothing beside it', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.commit('second', { 'gitops/a.yaml': 'a: 2\n' });
    repository.write({ 'gitops/a.yaml': 'uncommitted\n', 'gitops/new.yaml': 'n\n' });
    const opened = await openRepository(repository.directory);

    expect((await opened.readTree('HEAD~1', 'gitops')).toJSON()).toEqual({
      'gitops/a.yaml': 'a: 1\n',
      'gitops/deep/b.yaml': 'b: ü\n',
    });
    expect((await opened.readTree('HEAD', './gitops/')).get('gitops/a.yaml')).toBe('a: 2\n');
    expect((await opened.readTree('HEAD', '')).paths()).toEqual([
      'README.md',
      'gitops-other/c.yaml',
      'gitops/a.yaml',
      'gitops/deep/b.yaml',
    ]);
    expect((await opened.readWorkingTree('gitops')).toJSON()).toEqual({
      'gitops/a.yaml': 'uncommitted\n',
      'gitops/deep/b.yaml': 'b: ü\n',
      'gitops/new.yaml': 'n\n',
    });
  });

  test('says what is uncommitted below a folder', async () => {
    await using repository = tempRepository();
    repository.commit('first', {
      ...FILES,
      '.gitignore': '*.tmp\n',
      'gitops/gone.yaml': 'x\n',
      'gitops/unstaged.yaml': 'x\n',
      'gitops/odd name\n.yaml': 'x\n',
    });
    const opened = await openRepository(repository.directory);
    expect(await opened.changedPaths('gitops')).toEqual([]);

    repository.write({
      'gitops/a.yaml': 'b\n',
      'gitops/new/n.yaml': 'n\n',
      'gitops/x.tmp': 'n\n',
      'README.md': 'y\n',
      'gitops/staged.yaml': 's\n',
      'gitops/odd name\n.yaml': 'y\n',
    });
    rmSync(join(repository.directory, 'gitops/gone.yaml'));
    repository.git('add', 'gitops/staged.yaml');
    repository.git('rm', '-q', '--cached', 'gitops/unstaged.yaml');

    expect(await opened.changedPaths('gitops')).toEqual([
      { path: 'gitops/a.yaml', change: 'modified' },
      { path: 'gitops/gone.yaml', change: 'deleted' },
      { path: 'gitops/new/n.yaml', change: 'untracked' },
      { path: 'gitops/odd name\n.yaml', change: 'modified' },
      { path: 'gitops/staged.yaml', change: 'added' },
      { path: 'gitops/unstaged.yaml', change: 'modified' },
    ]);
    expect(
      await opened.changedAmong([
        'README.md',
        'gitops/deep/b.yaml',
        'gitops/x.tmp',
        'gitops/new/n.yaml',
        'not-there.ts',
      ]),
    ).toEqual([
      { path: 'README.md', change: 'modified' },
      { path: 'gitops/new/n.yaml', change: 'untracked' },
      { path: 'gitops/x.tmp', change: 'ignored' },
    ]);
  });

  test.each(['sha1', 'sha256'] as const)(
    'reads bare, shallow, detached, shared, partial and linked clones (%s)',
    async (objectFormat) => {
      await using origin = tempRepository({ objectFormat });
      origin.git('config', 'uploadpack.allowFilter', 'true');
      origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
      const first = origin.commit('first', FILES);
      const second = origin.commit('second', { 'gitops/a.yaml': 'a: 2\n' });
      origin.git('gc', '-q');
      const source = `file://${origin.directory}`;

      for (const cloneArguments of [
        ['--bare'],
        ['--depth', '1'],
        ['--shared', origin.directory],
        ['--filter=blob:none', '--no-checkout'],
        [],
      ]) {
        await using clone = tempRepository({
          cloneOf: {
            source: cloneArguments.includes('--shared') ? origin.directory : source,
            arguments: cloneArguments.filter((word) => !word.startsWith('/')),
          },
        });
        if (cloneArguments.length === 0) clone.git('checkout', '-q', '--detach', second);
        const opened = await openRepository(clone.directory);

        expect((await opened.resolve('HEAD')).id).toBe(second);
        expect((await opened.readTree('HEAD', 'gitops')).toJSON()).toEqual({
          'gitops/a.yaml': 'a: 2\n',
          'gitops/deep/b.yaml': 'b: ü\n',
        });
        if (!cloneArguments.includes('--depth'))
          expect((await opened.readTree(first, 'gitops')).get('gitops/a.yaml')).toBe('a: 1\n');
      }
      origin.git('worktree', 'add', '-q', '../linked', 'HEAD~1');
      const linked = await openRepository(join(origin.directory, '../linked/gitops'));
      expect(linked.root).toBe(join(origin.directory, '../linked'));
      expect((await linked.readTree('HEAD', 'gitops')).get('gitops/a.yaml')).toBe('a: 1\n');
    },
  );

  test('a commit that a shallow clone lacks is named together with the way to get it', async () => {
    await using origin = tempRepository();
    const first = origin.commit('first', FILES);
    origin.commit('second');
    await using clone = tempRepository({
      cloneOf: { source: `file://${origin.directory}`, arguments: ['--depth', '1'] },
    });
    const opened = await openRepository(clone.directory);

    for (const revision of [first, 'HEAD~1']) {
      await expect(opened.resolve(revision)).rejects.toMatchObject({
        code: 'GIT_REVISION_NOT_FOUND',
        message: `revision '${revision}' is not a commit in this shallow clone`,
        hint: expect.stringContaining('git fetch --unshallow'),
      });
    }
  });

  test.each([
    ['nothing like it', 'nonsense', 'GIT_REVISION_NOT_FOUND'],
    ['empty', '', 'GIT_REVISION_NOT_FOUND'],
    ['an option', '--all', 'GIT_REVISION_NOT_FOUND'],
    ['a range', 'HEAD..HEAD', 'GIT_REVISION_NOT_FOUND'],
    ['a path', 'HEAD:README.md', 'GIT_REVISION_NOT_FOUND'],
    ['another line', 'HEAD\nHEAD', 'GIT_REVISION_NOT_FOUND'],
    ['too far back', 'HEAD~99', 'GIT_REVISION_NOT_FOUND'],
    ['a branch and a tag', 'both', 'GIT_REVISION_AMBIGUOUS'],
  ])('a revision that is %s is an error', async (_, revision, code) => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.git('tag', 'both');
    repository.git('branch', 'both');
    const opened = await openRepository(repository.directory);

    await expect(opened.resolve(revision)).rejects.toMatchObject({ code });
    expect((await opened.resolve('refs/heads/both')).subject).toBe('first');
  });

  test('a branch that only the remote has is suggested', async () => {
    await using origin = tempRepository();
    origin.commit('first', FILES);
    origin.git('branch', 'release');
    await using clone = tempRepository({ cloneOf: { source: origin.directory } });

    await expect((await openRepository(clone.directory)).resolve('release')).rejects.toMatchObject({
      hint: expect.stringContaining("'origin/release'"),
    });
  });

  test('an empty repository and a folder outside of any are told apart', async () => {
    await using repository = tempRepository();
    await expect((await openRepository(repository.directory)).resolve('HEAD')).rejects.toMatchObject({
      code: 'GIT_NO_COMMITS',
    });
    const outside = mkdtempSync(join(tmpdir(), 'gitops-test-'));
    try {
      await expect(openRepository(outside)).rejects.toMatchObject({ code: 'GIT_NO_REPOSITORY' });
      await expect(openRepository(join(outside, 'nothing'))).rejects.toMatchObject({ code: 'GIT_NO_REPOSITORY' });
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('a folder that is missing, a file or a link at the revision is an error, never an empty result', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    symlinkSync('gitops', join(repository.directory, 'link'));
    repository.commit('link');
    const opened = await openRepository(repository.directory);

    await expect(opened.readTree('HEAD', 'nothing')).rejects.toMatchObject({
      code: 'GIT_FOLDER_NOT_FOUND',
      message: expect.stringContaining('does not exist'),
    });
    await expect(opened.readTree('HEAD', 'README.md')).rejects.toMatchObject({
      code: 'GIT_FOLDER_NOT_FOUND',
      message: expect.stringContaining('file and no folder'),
    });
    await expect(opened.readTree('HEAD', 'link')).rejects.toMatchObject({
      code: 'GIT_FOLDER_NOT_FOUND',
      message: expect.stringContaining('symbolic link'),
    });
    await expect(opened.readWorkingTree('link')).rejects.toMatchObject({ code: 'GIT_FOLDER_NOT_FOUND' });
    await expect(opened.readWorkingTree('nothing')).rejects.toMatchObject({ code: 'GIT_FOLDER_NOT_FOUND' });
    await expect(opened.readTree('HEAD', '../x')).rejects.toMatchObject({ code: 'FILES_UNSAFE_PATH' });
  });

  test.each(['native', 'isomorphic'] as const)(
    'links are told with their targets and never followed, by %s',
    async (engine) => {
      await using repository = tempRepository();
      repository.write({ ...FILES, 'gitops/bin': new Uint8Array([0, 255]) });
      const links = { 'gitops/file.yaml': 'a.yaml', 'gitops/folder': '../gitops-other', 'gitops/away': '/etc/passwd' };
      for (const [path, target] of Object.entries(links)) symlinkSync(target, join(repository.directory, path));
      repository.commit('links');
      const opened = await openRepository(repository.directory, { engine });

      for (const read of [
        (tolerant: TolerantReading) => opened.readTree('HEAD', 'gitops', tolerant),
        (tolerant: TolerantReading) => opened.readWorkingTree('gitops', tolerant),
      ]) {
        const found = new Map<string, string>();
        const problems: string[] = [];
        const files = await read({
          onProblem: (problem) => problems.push(problem),
          onLink: (link, target) => found.set(link, target),
        });
        expect(Object.fromEntries(found)).toEqual(links);
        expect(problems).toEqual([]);
        expect(files.paths()).toEqual(['gitops/a.yaml', 'gitops/deep/b.yaml']);
      }
    },
  );

  test('what cannot be delivered is reported all at once; binary files that are no manifests are left out', async () => {
    await using module = tempRepository();
    module.commit('module', { 'm.yaml': 'm\n' });
    await using repository = tempRepository();
    repository.write({
      'gitops/ok.yaml': 'a\n',
      'gitops/picture.png': new Uint8Array([0x89, 0x50, 0, 0xff]),
      'gitops/latin.yaml': new Uint8Array([0x61, 0xe4]),
      'gitops/lfs.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
      'gitops/notes.txt': new Uint8Array(33 * 1024 * 1024).fill(97),
    });
    symlinkSync('../README.md', join(repository.directory, 'gitops/link.yaml'));
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '-q', 'add', module.directory, 'gitops/module');
    repository.commit('all');
    const opened = await openRepository(repository.directory);

    for (const read of [opened.readTree('HEAD', 'gitops'), opened.readWorkingTree('gitops')]) {
      const error = await read.catch((caught: unknown) => caught);
      expect(
        (error as { problems: { message: string }[] }).problems.map(({ message }) => message.slice(0, 24)).sort(),
      ).toEqual([
        "'gitops/latin.yaml' is n",
        "'gitops/lfs.yaml' is a G",
        "'gitops/link.yaml' is a ",
        expect.stringMatching(/^'gitops\/module' is a/),
      ]);
    }
    for (const path of ['gitops/latin.yaml', 'gitops/lfs.yaml', 'gitops/link.yaml'])
      rmSync(join(repository.directory, path));
    repository.git('rm', '-q', '-f', 'gitops/module');
    repository.commit('clean');
    expect((await opened.readTree('HEAD', 'gitops')).paths()).toEqual(['gitops/ok.yaml']);
    expect((await opened.readWorkingTree('gitops')).paths()).toEqual(['gitops/ok.yaml']);
  });

  test('files of a synth that is half-way are not read from disk', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    repository.write({ 'gitops/.gitops/.transaction/0': 'prepared' });
    const opened = await openRepository(repository.directory);
    expect((await opened.readWorkingTree('gitops')).size).toBe(2);
    repository.write({ 'gitops/.gitops/.transaction/journal.json': '{}' });

    await expect(opened.readWorkingTree('gitops')).rejects.toMatchObject({ code: 'GIT_OUTPUT_INTERRUPTED' });
  });

  test('a bare repository has no working tree and no uncommitted change', async () => {
    await using origin = tempRepository();
    origin.commit('first', FILES);
    await using bare = tempRepository({ cloneOf: { source: origin.directory, arguments: ['--bare'] } });
    const opened = await openRepository(bare.directory);

    expect(opened.root).toBeUndefined();
    expect(await opened.changedPaths('gitops')).toEqual([]);
    await expect(opened.readWorkingTree('gitops')).rejects.toMatchObject({ code: 'GIT_NO_WORKING_TREE' });
  });

  test('reading runs nothing that the repository or its configuration names', async () => {
    await using repository = tempRepository();
    const trace = join(repository.directory, '../ran');
    const spy = `touch ${trace}; cat`;
    repository.commit('first', { ...FILES, '.gitattributes': '*.yaml diff=spy filter=spy\n' });
    repository.git('config', 'core.fsmonitor', spy);
    repository.git('config', 'diff.spy.textconv', spy);
    repository.git('config', 'filter.spy.smudge', spy);
    mkdirSync(join(repository.directory, '.git/hooks'), { recursive: true });
    repository.write({ '.git/hooks/post-index-change': `#!/bin/sh\ntouch ${trace}\n` });
    rmSync(trace, { force: true });
    const opened = await openRepository(repository.directory);

    await opened.readTree('HEAD', 'gitops');
    await opened.changedPaths('gitops');

    expect(() => rmSync(trace)).toThrow('ENOENT');
  });

  test('an object that the clone has lost is named by its file', async () => {
    await using repository = tempRepository();
    repository.commit('first', FILES);
    const id = repository.git('rev-parse', 'HEAD:gitops/a.yaml');
    rmSync(join(repository.directory, '.git/objects', id.slice(0, 2), id.slice(2)));

    for (const engine of ['native', 'isomorphic'] as const) {
      const opened = await openRepository(repository.directory, { engine });
      await expect(opened.readTree('HEAD', 'gitops')).rejects.toMatchObject({
        code: 'GIT_OBJECT_MISSING',
        message: expect.stringContaining("'gitops/a.yaml'"),
      });
    }
  });

  test('a repository of another user is refused as git does, with the way to trust it', async () => {
    await using repository = tempRepository();
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    try {
      await expect(openRepository(repository.directory)).rejects.toMatchObject({
        code: 'GIT_UNSAFE_OWNER',
        hint: expect.stringContaining('safe.directory'),
      });
    } finally {
      delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
    }
  });

  test('a repository that git cannot read is an error in its words', async () => {
    await using repository = tempRepository();
    repository.write({ '.git/config': '[core\n' });

    await expect(openRepository(repository.directory)).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('bad config line 1'),
    });
  });

  test('variables that a surrounding hook sets do not lead to another repository', async () => {
    await using repository = tempRepository();
    await using other = tempRepository();
    const head = repository.commit('first', FILES);
    other.commit('other');
    Object.assign(process.env, {
      GIT_DIR: join(other.directory, '.git'),
      GIT_WORK_TREE: other.directory,
      GIT_INDEX_FILE: '/nonexistent',
    });
    try {
      const opened = await openRepository(repository.directory);
      expect((await opened.resolve('HEAD')).id).toBe(head);
      expect(await opened.changedPaths('')).toEqual([]);
    } finally {
      for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) delete process.env[name];
    }
  });
});
