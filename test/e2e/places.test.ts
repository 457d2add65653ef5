import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { commandUnderTest } from '../helpers/command-under-test.js';
import { linkPackage, writeFiles } from './project.js';

/**
 * As root, for whom modes mean nothing, the command runs as a user of this number, which the machine's list
 * of users does not have.
 */
const ROOT = process.getuid?.() === 0;
const NOBODY = 61_234;

interface Home {
  readonly case: string;
  readonly environment: () => Readonly<Record<string, string | undefined>>;
}

const HOMES: readonly Home[] = [
  { case: 'no HOME, and a user whom the machine does not know', environment: () => ({ HOME: undefined }) },
  { case: 'an empty HOME', environment: () => ({ HOME: '' }) },
  { case: 'a HOME that does not exist', environment: () => ({ HOME: join(openFolder(), 'none') }) },
  { case: 'a HOME that is read-only', environment: () => ({ HOME: readOnlyFolder() }) },
  { case: 'a cache that is a file', environment: () => ({ XDG_CACHE_HOME: join(openFolder({ cache: '' }), 'cache') }) },
];

/** A folder in which that user works. Its name is as names of folders may be. */
function ownFolder(): string {
  const folder = join(openFolder(), "l'été (1) $HOME & 100%");
  mkdirSync(folder);
  own(folder);
  return folder;
}

function run(argv: readonly string[], cwd: string, { environment }: Pick<Home, 'environment'>) {
  const env = {
    ...process.env,
    CI: '1',
    XDG_CACHE_HOME: undefined,
    XDG_STATE_HOME: undefined,
    KUBECONFIG: undefined,
    ...environment(),
  };
  const who = ROOT ? { uid: NOBODY, gid: NOBODY } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandUnderTest(), ...argv], {
    cwd,
    env,
    encoding: 'utf8',
    ...who,
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the command, for a user who may write only into the repository', () => {
  test.each(HOMES)(
    'makes, synthesizes and reads a repository with $case',
    (home) => {
      const directory = ownFolder();

      expect(run(['init', '.', '--name', 'shop'], directory, home)).toMatchObject({ code: 0, err: '' });
      linkPackage(directory);
      execFileSync('git', ['init', '--quiet', '-b', 'main', directory]);
      own(directory);
      expect(run(['synth'], directory, home)).toMatchObject({ code: 0, err: '' });
      expect(run(['check', '--worktree'], directory, home)).toMatchObject({ code: 0, err: '' });
      expect(run(['render', '--all', '--worktree'], directory, home)).toMatchObject({
        code: 0,
        err: '',
        out: expect.stringContaining('kind: Deployment'),
      });

      expect(readdirSync(directory).sort()).toEqual(
        [
          '.git',
          '.gitattributes',
          '.github',
          '.gitignore',
          'README.md',
          'apps',
          'environments',
          'gitops',
          'node_modules',
          'package.json',
          'tsconfig.json',
        ].sort(),
      );
    },
    180_000,
  );

  test.each([{ verb: 'up' }, { verb: 'list' }])('local $verb without a home folder says what to set', ({ verb }) => {
    const { code, err } = run(['local', verb], ownFolder(), { environment: () => ({ HOME: '' }) });

    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^error LOCAL_STATE_UNUSABLE: This user has no home folder.*\n +hint Set HOME, or XDG_STATE_HOME and XDG_CACHE_HOME/,
      ),
    });
  });

  test('local list works without a home folder where both folders are named', () => {
    const state = openFolder();

    const { code, out } = run(['local', 'list'], ownFolder(), {
      environment: () => ({ HOME: '', XDG_STATE_HOME: state, XDG_CACHE_HOME: state }),
    });

    expect({ code, out }).toEqual({ code: 0, out: 'There is no local cluster.\n' });
  });
});

test('a temporary folder that is none is told with the way out', () => {
  const directory = ownFolder();
  writeFiles(directory, { 'package.json': '{ "type": "module" }', 'environments/index.ts': 'export {};\n' });
  linkPackage(directory);

  const { code, err } = run(['synth'], directory, { environment: () => ({ TMPDIR: join(directory, 'package.json') }) });

  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(
      /^error CLI_FILE_NOT_WRITABLE: the temporary folder '.*' cannot be written to: ENOTDIR\n +hint Set TMPDIR/,
    ),
  });
});

test('a working directory that was deleted is one clear error', () => {
  const folder = temporaryFolder();
  const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" list';

  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', script, 'sh', folder, process.execPath, commandUnderTest()],
    { encoding: 'utf8' },
  );

  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^error CLI_FILE_NOT_FOUND: the folder in which .*\n +hint Change to a folder that exists.*\n$/,
    ),
  });
});

function own(folder: string): void {
  if (ROOT)
    for (const path of [
      '.',
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('node_modules/')),
    ])
      chownSync(join(folder, path), NOBODY, NOBODY);
}

/** A folder that every user may enter. */
function openFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder(files);
  chmodSync(folder, 0o755);
  return folder;
}

function readOnlyFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  return folder;
}
