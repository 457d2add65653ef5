import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSet } from '../../../src/files/file-set.js';
import { type SynthOutputOptions, synthOutput } from '../../../src/workflow/authoring/synth-output.js';
import { committedOutput, locateOutput } from '../../../src/workflow/authoring/synth-place.js';
import { type TempRepository, tempRepository } from '../../helpers/temp-repository.js';

type Units = Readonly<Record<string, Readonly<Record<string, string>>>>;

const FIRST: Units = {
  'applications/guestbook': { 'apps/guestbook/base/a.yaml': 'a: 1\n', 'apps/guestbook/base/b.yaml': text('b') },
  projects: { 'projects/shop.yaml': 'p: 1\n' },
};
const SECOND: Units = {
  'applications/guestbook': { ...FIRST['applications/guestbook'], 'apps/guestbook/base/a.yaml': 'a: 2\n' },
};

describe('synth', () => {
  test('writes, then finds nothing to write, and check agrees', async () => {
    await using repository = tempRepository();

    const first = await synth(repository, FIRST);
    const again = await synth(repository, FIRST);
    const check = await synth(repository, SECOND, { check: true });

    expect(first.written).toEqual([
      'gitops/.gitops/applications/guestbook.json',
      'gitops/.gitops/projects.json',
      'gitops/apps/guestbook/base/a.yaml',
      'gitops/apps/guestbook/base/b.yaml',
      'gitops/projects/shop.yaml',
    ]);
    expect(again).toMatchObject({ written: [], deleted: [], unchanged: 5, stale: [] });
    expect(check.stale.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'update gitops/.gitops/applications/guestbook.json',
      'delete gitops/.gitops/projects.json',
      'update gitops/apps/guestbook/base/a.yaml',
      'delete gitops/projects/shop.yaml',
    ]);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  test('check names hand-edited and foreign files as stale', async () => {
    await using repository = tempRepository();
    await synth(repository, FIRST);
    repository.write({ 'gitops/projects/shop.yaml': 'edited\n' });

    expect((await synth(repository, FIRST, { check: true })).stale).toEqual([
      { path: 'gitops/projects/shop.yaml', change: 'edited' },
    ]);
    const more = { ...FIRST, extra: { 'README.md': 'x\n' } };
    repository.write({ 'gitops/README.md': 'mine\n', 'gitops/projects/shop.yaml': 'p: 1\n' });
    expect((await synth(repository, more, { check: true })).stale).toContainEqual({
      path: 'gitops/README.md',
      change: 'foreign',
    });
  });

  test('commits exactly its files with a message that says what changed', async () => {
    await using repository = tempRepository();
    repository.commit('first', { 'gitops/mine.yaml': '1\n', 'src/app.ts': '1\n' });
    repository.write({ 'gitops/mine.yaml': '2\n', 'notes.txt': 'x\n' });

    const first = await synth(repository, FIRST, {
      commit: {},
      sources: ['src/app.ts', 'node_modules/x/index.js', '/etc/hostname'],
    });

    expect(repository.git('log', '-1', '--format=%B')).toBe(
      'chore(gitops): synthesize 5 files\n\n- applications/guestbook\n- projects\n',
    );
    expect(first.commit).toMatchObject({
      id: repository.git('rev-parse', 'HEAD'),
      branch: 'main',
      subject: 'chore(gitops): synthesize 5 files',
      paths: first.written,
    });
    expect(repository.git('status', '--porcelain').split('\n')).toEqual([' M gitops/mine.yaml', '?? notes.txt']);

    await synth(repository, SECOND);
    const second = await synth(repository, SECOND, { commit: {} });
    expect(second.written).toEqual([]);
    expect(repository.git('log', '-1', '--format=%B')).toBe(
      'chore(gitops): synthesize 4 files\n\n- applications/guestbook\n- projects (deleted)\n',
    );
    expect(repository.git('ls-files', 'gitops').split('\n')).toEqual([
      'gitops/.gitops/applications/guestbook.json',
      'gitops/apps/guestbook/base/a.yaml',
      'gitops/apps/guestbook/base/b.yaml',
      'gitops/mine.yaml',
    ]);
    expect((await synth(repository, SECOND, { commit: {} })).commit).toMatchObject({ id: undefined, paths: [] });
  });

  test('refuses to commit an output whose sources are not, names them all and writes nothing; both together on demand', async () => {
    await using repository = tempRepository();
    const head = repository.commit('first', {
      'src/app.ts': '1\n',
      'src/same.ts': '1\n',
      '.gitignore': 'generated/\n',
    });
    repository.write({ 'src/app.ts': '2\n', 'src/new.ts': '1\n', 'generated/k8s.ts': 'x\n', 'other.ts': 'x\n' });
    const sources = ['src/app.ts', 'src/same.ts', join(repository.directory, 'src/new.ts'), 'generated/k8s.ts'];

    await expect(synth(repository, FIRST, { commit: {}, sources })).rejects.toMatchObject({
      code: 'GIT_SOURCES_UNCOMMITTED',
      message: "the output was made by sources that are not committed: 'src/app.ts', 'src/new.ts'",
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(repository.git('status', '--porcelain', 'gitops')).toBe('');

    const done = await synth(repository, FIRST, { commit: { message: 'feat: both', includeSources: true }, sources });
    expect(done.commit?.paths).toEqual(
      expect.arrayContaining(['src/app.ts', 'src/new.ts', 'gitops/projects/shop.yaml']),
    );
    expect(done.warnings).toEqual([
      "'generated/k8s.ts' made this output but is ignored by git: nobody else can make it again",
    ]);
    expect(repository.git('status', '--porcelain')).toBe('?? other.ts');
  });

  test('a merge conflict in the output is solved by synth', async () => {
    await using repository = tempRepository();
    const unit = (a: string, b: string, more: Record<string, string> = {}): Units => ({
      app: { 'a.yaml': a, 'b.yaml': b, ...more },
    });
    await synth(repository, unit(text('a'), text('b'), { 'c.yaml': 'c\n' }), { commit: {} });
    repository.git('checkout', '-q', '-b', 'theirs');
    await synth(repository, unit(text('a', 1), text('b', 1), { 'theirs.yaml': 'x\n', 'c.yaml': 'c theirs\n' }), {
      commit: {},
    });
    repository.git('checkout', '-q', 'main');
    // a: both sides change the same line; b: different lines, so that git itself merges the file to a content
    // that no synth wrote; c: deleted here, changed there.
    await synth(repository, unit(text('a', 1, 'ours'), text('b', 18), { 'ours.yaml': 'x\n' }), { commit: {} });
    expect(() => repository.git('merge', 'theirs')).toThrow();
    expect(readFileSync(join(repository.directory, 'gitops/a.yaml'), 'utf8')).toContain('<<<<<<<');
    expect(readFileSync(join(repository.directory, 'gitops/b.yaml'), 'utf8')).not.toContain('<<<<<<<');

    const merged = unit(text('a', 1, 'merged'), text('b', 9), { 'ours.yaml': 'x\n', 'theirs.yaml': 'x\n' });
    await expect(synth(repository, merged, { commit: {} })).rejects.toMatchObject({ code: 'GIT_BUSY' });
    const result = await synth(repository, merged);

    expect(result.deleted).toEqual(['gitops/c.yaml']);
    repository.git('add', '-A');
    repository.git('commit', '-q', '--no-edit');
    expect((await synth(repository, merged, { check: true })).stale).toEqual([]);
  });

  test('a hand edit is still refused in the middle of a merge that did not touch the file', async () => {
    await using repository = tempRepository();
    await synth(repository, { app: { 'a.yaml': text('a'), 'b.yaml': 'b: 1\n' } }, { commit: {} });
    repository.git('checkout', '-q', '-b', 'theirs');
    await synth(repository, { app: { 'a.yaml': text('a', 1), 'b.yaml': 'b: 1\n' } }, { commit: {} });
    repository.git('checkout', '-q', 'main');
    await synth(repository, { app: { 'a.yaml': text('a', 1, 'ours'), 'b.yaml': 'b: 1\n' } }, { commit: {} });
    expect(() => repository.git('merge', 'theirs')).toThrow();
    repository.write({ 'gitops/b.yaml': 'by hand\n' });

    await expect(synth(repository, { app: { 'a.yaml': text('a', 2), 'b.yaml': 'b: 2\n' } })).rejects.toMatchObject({
      code: 'FILES_HAND_EDITED',
      source: { file: join(realpathSync(repository.directory), 'gitops/b.yaml') },
    });
  });

  test('branches that change different units merge without a conflict', async () => {
    await using repository = tempRepository();
    await synth(repository, { one: { 'one.yaml': '1\n' }, two: { 'two.yaml': '1\n' } }, { commit: {} });
    repository.git('checkout', '-q', '-b', 'theirs');
    await synth(repository, { one: { 'one.yaml': '2\n' }, two: { 'two.yaml': '1\n' } }, { commit: {} });
    repository.git('checkout', '-q', 'main');
    await synth(repository, { one: { 'one.yaml': '1\n' }, two: { 'two.yaml': '2\n' } }, { commit: {} });

    repository.git('merge', '-q', 'theirs');

    expect(
      (await synth(repository, { one: { 'one.yaml': '2\n' }, two: { 'two.yaml': '2\n' } }, { check: true })).stale,
    ).toEqual([]);
  });

  test('works without Git and in a folder elsewhere; then a commit is refused', async () => {
    await using repository = tempRepository();
    rmSync(join(repository.directory, '.git'), { recursive: true });
    expect((await synth(repository, FIRST)).written).toHaveLength(5);
    await expect(
      locateOutput(repository.directory, undefined, 'gitops').then((place) => place.assertCanCommit()),
    ).rejects.toMatchObject({
      code: 'GIT_NO_REPOSITORY',
    });

    const elsewhere = join(repository.directory, '../elsewhere/out');
    expect((await synth(repository, FIRST, {}, elsewhere)).output).toBe('out');
    expect(readFileSync(join(elsewhere, 'projects/shop.yaml'), 'utf8')).toBe('p: 1\n');
  });

  test('an output folder that is a file, and the top of the repository or of the disk, are refused', async () => {
    await using repository = tempRepository();
    writeFileSync(join(repository.directory, 'gitops'), 'x');
    await expect(synth(repository, FIRST)).rejects.toMatchObject({ code: 'GIT_OUTPUT_BLOCKED' });
    await expect(locateOutput(repository.directory, '.', 'gitops')).rejects.toMatchObject({
      code: 'GIT_OUTPUT_BLOCKED',
    });
    await expect(locateOutput(repository.directory, '/', 'gitops')).rejects.toMatchObject({
      code: 'GIT_OUTPUT_BLOCKED',
    });
    mkdirSync(join(repository.directory, 'sub'));
    expect((await locateOutput(join(repository.directory, 'sub'), 'deploy', 'gitops')).output).toBe('sub/deploy');
    expect((await locateOutput(join(repository.directory, 'sub'), undefined, 'gitops')).output).toBe('gitops');
  });
});

async function synth(
  repository: TempRepository,
  units: Units,
  more: Partial<SynthOutputOptions> = {},
  outputDirectory?: string,
) {
  const place = await locateOutput(repository.directory, outputDirectory, 'gitops');
  if (more.commit) await place.assertCanCommit();
  const previous = await committedOutput(place);
  return synthOutput({
    place,
    previous,
    units: Object.entries(units).map(([name, files]) => ({ name, files: FileSet.of(files) })),
    ...more,
  });
}

/** Twenty lines, one of which may be changed, so that Git can merge changes far apart. */
function text(name: string, changed = -1, to = 'changed'): string {
  return Array.from({ length: 20 }, (_, line) => `${name}${line}: ${line === changed ? to : line}\n`).join('');
}
