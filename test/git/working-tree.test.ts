import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FileSet } from '../../src/files/file-set.js';
import { checkOutput, type OutputOptions, writeOutput } from '../../src/git/working-tree.js';
import { mountSmallDisk, testWithSmallDisk } from '../helpers/full-disk.js';
import { type ChildProgram, childProgram } from '../helpers/run-child.js';

type Units = Readonly<Record<string, Readonly<Record<string, string>>>>;

const OLD: Units = {
  app: { 'apps/a/one.yaml': 'one: 1\n', 'apps/a/two.yaml': 'two: 1\n', swap: 'was a file\n' },
  area: { 'area/x.yaml': 'x\n', 'area/deep/er/y.yaml': 'y\n' },
};
const NEW: Units = {
  app: {
    'apps/a/one.yaml': 'one: 2\n',
    'apps/a/two.yaml': 'two: 1\n',
    'apps/b/new.yaml': 'new\n',
    'swap/inside.yaml': 'now a folder\n',
    area: 'was a folder\n',
  },
};

let child: ChildProgram;
beforeAll(() => {
  child = childProgram(join(import.meta.dirname, 'write-output.child.ts'));
});
afterAll(() => child[Symbol.dispose]());

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-test-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('writeOutput', () => {
  test('writes units with their manifests, replaces, deletes and leaves no empty folder and no trace of itself', async () => {
    await write(OLD);
    expect(contents()).toMatchObject(OLD.app!);
    expect(Object.keys(contents())).toEqual([
      '.gitops/app.json',
      '.gitops/area.json',
      'apps/a/one.yaml',
      'apps/a/two.yaml',
      'area/deep/er/y.yaml',
      'area/x.yaml',
      'swap',
    ]);

    const changes = await write(NEW);

    expect(changes.write.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'update .gitops/app.json',
      'update apps/a/one.yaml',
      'create apps/b/new.yaml',
      'create area',
      'create swap/inside.yaml',
    ]);
    expect(changes.delete.map(({ path }) => path)).toEqual([
      '.gitops/area.json',
      'area/deep/er/y.yaml',
      'area/x.yaml',
      'swap',
    ]);
    expect(changes.keep).toEqual(['apps/a/two.yaml']);
    expect(contents()).toEqual({
      ...NEW.app,
      '.gitops/app.json': expect.stringMatching(/"apps\/b\/new\.yaml":\s+"sha256:/),
    });
    expect(statSync(join(root, 'gitops/area')).mode & 0o777).toBe(0o644);
  });

  test('a second time nothing is written, no time changes', async () => {
    await write(NEW);
    const before = times();

    const again = await write(NEW);

    expect([again.write, again.delete]).toEqual([[], []]);
    expect(times()).toEqual(before);
  });

  test('foreign files stay; one in the way is named and nothing is written', async () => {
    put({
      'gitops/mine.yaml': 'mine\n',
      'gitops/apps/a/one.yaml': 'mine too\n',
      'gitops/apps/a/two.yaml': OLD.app!['apps/a/two.yaml']!,
    });
    const before = contents();

    await expect(write(OLD)).rejects.toMatchObject({
      code: 'FILES_FOREIGN',
      message: "'apps/a/one.yaml' exists and was not written by synth",
    });
    expect(contents()).toEqual(before);

    await write(OLD, { overwrite: true });
    expect(contents()).toMatchObject({ ...OLD.app, 'mine.yaml': 'mine\n' });
    await write({});
    expect(contents()).toEqual({ 'mine.yaml': 'mine\n' });
  });

  test('all hand-edited files are named together, also one that would be deleted', async () => {
    await write(OLD);
    put({ 'gitops/apps/a/one.yaml': 'edited\n', 'gitops/area/x.yaml': 'edited\n' });

    const error = await write(NEW).catch((caught: unknown) => caught);

    expect(
      (error as { problems: { code: string; message: string }[] }).problems.map(
        ({ code, message }) => `${code} ${message}`,
      ),
    ).toEqual(
      expect.arrayContaining([
        "FILES_HAND_EDITED 'apps/a/one.yaml' was edited by hand and synth would overwrite it",
        "FILES_HAND_EDITED 'area/x.yaml' was edited by hand and synth no longer writes it",
      ]),
    );
    await write(NEW, { overwrite: true });
    expect(contents()).toMatchObject(NEW.app!);
  });

  test('an edit that already is what synth writes, and CRLF line ends, are no edits', async () => {
    await write(OLD);
    put({
      'gitops/apps/a/one.yaml': NEW.app!['apps/a/one.yaml']!,
      'gitops/apps/a/two.yaml': 'two: 1\r\n',
      'gitops/swap': 'was a file\r\n',
    });

    const changes = await write(NEW);

    expect(changes.keep).toEqual(['apps/a/one.yaml', 'apps/a/two.yaml']);
  });

  test('an emptied owned file (power failure) is written again', async () => {
    await write(OLD);
    put({ 'gitops/apps/a/one.yaml': '' });

    expect((await write(OLD)).write.map(({ path }) => path)).toEqual(['apps/a/one.yaml']);
  });

  test.each([
    ['the folder', '', ['gitops']],
    ['a folder inside', 'apps', ['gitops', 'apps']],
    ['a file inside', 'apps/a/one.yaml', ['gitops', 'apps', 'a', 'one.yaml']],
    ['the folder of manifests', '.gitops', ['gitops', '.gitops']],
  ])('never writes through %s when it is a symbolic link', async (_, __, path) => {
    const outside = join(root, 'outside');
    put({ 'outside/one.yaml': 'untouched\n' });
    mkdirSync(dirname(join(root, ...path)), { recursive: true });
    symlinkSync(path.at(-1) === 'one.yaml' ? join(outside, 'one.yaml') : outside, join(root, ...path));

    await expect(write(OLD, { overwrite: true })).rejects.toThrow();

    expect(readdirSync(outside)).toEqual(['one.yaml']);
    expect(readFileSync(join(outside, 'one.yaml'), 'utf8')).toBe('untouched\n');
  });

  test('a manifest that lists a path outside the folder deletes nothing', async () => {
    put({
      'precious.txt': 'x',
      'gitops/.gitops/evil.json':
        '{"version":1,"files":{"../precious.txt":"sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}}',
    });

    await expect(write(OLD)).rejects.toMatchObject({ code: 'FILES_INVALID_OWNERSHIP' });
    expect(existsSync(join(root, 'precious.txt'))).toBe(true);
  });

  test('a folder that is a file, and one below a file, are refused', async () => {
    put({ gitops: 'a file' });
    await expect(write(OLD)).rejects.toMatchObject({
      code: 'GIT_OUTPUT_BLOCKED',
      message: "output folder 'gitops' is a file",
    });
    await expect(write(OLD, { output: 'gitops/deeper' })).rejects.toMatchObject({ code: 'GIT_OUTPUT_BLOCKED' });
    await expect(write(OLD, { output: '../elsewhere' })).rejects.toMatchObject({ code: 'FILES_UNSAFE_PATH' });
  });

  test('names that differ only in case are refused, against each other and against what is on disk', async () => {
    await expect(write({ app: { 'Apps/a.yaml': 'a', 'apps/b.yaml': 'b' } })).rejects.toMatchObject({
      code: 'FILES_PATH_CLASH',
    });
    put({ 'gitops/README.md': 'mine' });
    await expect(write({ app: { 'readme.md': 'theirs' } })).rejects.toMatchObject({ code: 'FILES_PATH_CLASH' });
    rmSync(join(root, 'gitops/README.md'));
    await write({ app: { 'readme.md': 'theirs' } });
    await write({ app: { 'README.md': 'theirs' } });
    expect(Object.keys(contents())).toEqual(['.gitops/app.json', 'README.md']);
  });

  test('an aborted synth changes nothing', async () => {
    await write(OLD);
    const before = contents();
    const abort = new AbortController();
    const options = {
      onStep: (step: string) => (step.startsWith('stage') ? abort.abort() : undefined),
      signal: abort.signal,
    };

    await expect(write(NEW, options)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(contents()).toEqual(before);
  });

  test('a file that somebody edits while synth runs is left alone and named', async () => {
    await write(OLD);
    const onStep = (step: string) =>
      step === 'place journal' ? put({ 'gitops/apps/a/one.yaml': 'just now\n' }) : undefined;

    await expect(write(NEW, { onStep })).rejects.toMatchObject({
      code: 'FILES_HAND_EDITED',
      message: expect.stringContaining('apps/a/one.yaml'),
    });
    expect(contents()['apps/a/one.yaml']).toBe('just now\n');
  });

  test('two at once: one waits for the other, and the last one wins whole', async () => {
    await write(OLD);

    await Promise.all([write(NEW), write(OLD), write(NEW)]);

    const result = contents();
    const paths = Object.keys(result).filter((path) => !path.startsWith('.gitops'));
    expect(
      [OLD, NEW].map((units) =>
        Object.values(units)
          .flatMap((files) => Object.keys(files))
          .sort(),
      ),
    ).toContainEqual(paths);
    expect(existsSync(join(root, 'gitops/.gitops/.transaction'))).toBe(false);
  });

  test('a lock of a living process is waited for and then named', async () => {
    await write(OLD);
    const holder = { pid: process.pid, start: '', host: (await import('node:os')).hostname(), token: 'x' };
    put({ 'gitops/.gitops/.transaction/lock': JSON.stringify(holder) });

    await expect(write(NEW, { waitMs: 100 })).rejects.toMatchObject({
      code: 'GIT_OUTPUT_LOCKED',
      hint: expect.stringContaining('.transaction/lock'),
    });
  });

  test('check tells the same changes and writes nothing', async () => {
    await write(OLD);
    const before = times();

    const changes = await checkOutput(options(NEW));

    expect(changes.write.map(({ path }) => path)).toContain('apps/b/new.yaml');
    expect(times()).toEqual(before);
  });

  const asRoot = process.getuid?.() === 0;
  test('a folder without permission is named before anything is written', async () => {
    await write(OLD);
    chmodSync(join(root, 'gitops/apps/a'), 0o555);
    const before = contents();
    const error = asRoot ? asNobody() : await write(NEW).catch((caught: unknown) => String(caught));

    expect(error).toContain('permission denied');
    expect(contents()).toEqual(before);
    chmodSync(join(root, 'gitops/apps/a'), 0o755);
  });

  testWithSmallDisk('a full disk changes nothing and says so', async () => {
    using _disk = mountSmallDisk(root);
    await write(OLD);
    const before = contents();
    const large: Units = { app: { ...NEW.app, 'large.yaml': 'x'.repeat(300_000) } };

    await expect(write(large)).rejects.toMatchObject({
      code: 'GIT_OUTPUT_NOT_WRITABLE',
      message: expect.stringContaining('the disk is full'),
    });

    expect(contents()).toEqual(before);
    expect(existsSync(join(root, 'gitops/.gitops/.transaction'))).toBe(false);
    spawnSync('mount', ['-o', 'remount,ro', root]);
    await expect(write(NEW)).rejects.toMatchObject({
      code: 'GIT_OUTPUT_NOT_WRITABLE',
      message: expect.stringContaining('the file system is read-only'),
    });
  });

  /** Root may write anywhere, so the same is done as an ordinary user. */
  function asNobody(): string {
    for (const folder of ['', 'gitops', 'gitops/.gitops', 'gitops/apps']) chmodSync(join(root, folder), 0o777);
    const done = runChild(NEW, -1, { uid: 65534, gid: 65534 });
    return done.stderr;
  }
});

describe('a crash', () => {
  const BEFORE: Units = { app: { 'a.yaml': 'a: 1\n', swap: 'was a file\n' }, gone: { 'g/x.yaml': 'x\n' } };
  const AFTER: Units = { app: { 'a.yaml': 'a: 2\n', 'n/new.yaml': 'new\n', 'swap/inside.yaml': 'now a folder\n' } };

  test('at any step leaves the old files, the new files, or what the next synth recovers from', async () => {
    await write(BEFORE);
    const steps = (JSON.parse(runChild(AFTER, -1).stdout) as { steps: number }).steps;
    expect(steps).toBeGreaterThan(20);
    const after = contents();
    const outcomes = new Set<string>();

    for (let killAt = 0; killAt < steps; killAt++) {
      rmSync(join(root, 'gitops'), { recursive: true });
      await write(BEFORE);
      const before = contents();
      expect(runChild(AFTER, killAt).signal).toBe('SIGKILL');
      const left = contents();
      const same = (other: object) => JSON.stringify(left) === JSON.stringify(other);
      const journal = existsSync(join(root, 'gitops/.gitops/.transaction/journal.json'));
      const changed = same(after) ? 'new' : 'broken';
      const written = same(before) ? 'old' : changed;
      outcomes.add(journal ? 'journal' : written);

      const recovered = await write(AFTER);

      expect(contents()).toEqual(after);
      expect(recovered.recovered).toBe(journal);
      expect(existsSync(join(root, 'gitops/.gitops/.transaction'))).toBe(false);
    }
    expect([...outcomes].sort()).toEqual(['journal', 'new', 'old']);
  });

  test('of the machine, which loses or empties contents that were not on disk yet, is recovered too', async () => {
    await write(OLD);
    const staged = join(root, 'gitops/.gitops/.transaction');
    expect(runChild(NEW, 'delete ').signal).toBe('SIGKILL');
    const journal = JSON.parse(readFileSync(join(staged, 'journal.json'), 'utf8')) as {
      write: { path: string; staged: string }[];
    };
    for (const [index, entry] of journal.write.entries()) {
      if (index % 2 === 0) rmSync(join(staged, entry.staged));
      else writeFileSync(join(staged, entry.staged), index % 3 === 0 ? '' : 'half');
    }

    expect((await write(NEW)).recovered).toBe(true);

    expect(contents()).toMatchObject(NEW.app!);
  });

  test('is recovered also when the next synth wants something else, and does not swallow an edit made in between', async () => {
    await write(OLD);
    const probe = runChild(NEW, 'replace apps/a/one.yaml');
    expect(probe.signal).toBe('SIGKILL');
    await expect(checkOutput(options(NEW))).rejects.toMatchObject({ code: 'GIT_OUTPUT_INTERRUPTED' });
    put({ 'gitops/apps/a/one.yaml': 'edited after the crash\n' });

    await expect(write(OLD)).rejects.toMatchObject({ code: 'FILES_HAND_EDITED' });
    await write(OLD, { overwrite: true });
    expect(Object.keys(contents()).filter((path) => !path.startsWith('.gitops'))).toEqual([
      'apps/a/one.yaml',
      'apps/a/two.yaml',
      'area/deep/er/y.yaml',
      'area/x.yaml',
      'swap',
    ]);
  });
});

function options(units: Units, more: Partial<OutputOptions> = {}): OutputOptions {
  return {
    root,
    output: 'gitops',
    units: Object.entries(units).map(([name, files]) => ({ name, files: FileSet.of(files) })),
    ...more,
  };
}

function write(units: Units, more: Partial<OutputOptions> = {}) {
  return writeOutput(options(units, more));
}

function runChild(units: Units, killAt: number | string, user: { uid?: number; gid?: number } = {}) {
  return child.run([root, JSON.stringify(units), String(killAt)], user);
}

function put(files: Readonly<Record<string, string>>) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function contents(): Record<string, string> {
  return Object.fromEntries(list().map((path) => [path, readFileSync(join(root, 'gitops', path), 'utf8')]));
}

function times(): [string, number][] {
  return ['', ...list(), '.gitops', 'apps', 'apps/a'].map((path) => [
    path,
    statSync(join(root, 'gitops', path)).mtimeMs,
  ]);
}

function list(folder = ''): string[] {
  return readdirSync(join(root, 'gitops', folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name === '.transaction') return [];
      return entry.isDirectory() ? list(path) : [path];
    })
    .sort();
}
