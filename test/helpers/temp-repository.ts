import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TempRepositoryOptions {
  readonly bare?: boolean;
  /** @default 'sha1' */
  readonly objectFormat?: 'sha1' | 'sha256';
  /** Makes the repository by cloning, with these arguments before the source, such as `--depth 1`. */
  readonly cloneOf?: { readonly source: string; readonly arguments?: readonly string[] };
  /** @default true sets a user in the repository's configuration */
  readonly identity?: boolean;
}

export interface TempRepository extends AsyncDisposable {
  /** Real path of the working tree, or of the bare repository. */
  readonly directory: string;
  /** Runs git there without the machine's own configuration; standard output without the last line end. Throws when git fails. */
  git(...command: string[]): string;
  /** Like `git`, with text on standard input and more environment. */
  gitWith(options: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> }, ...command: string[]): string;
  /** Writes files, making folders. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes the files, stages everything and commits; the commit's id. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): string;
  remove(): void;
}

/**
 * A real Git repository in a temporary folder: `await using repository = tempRepository();` removes it at the end of the block, also when the test fails.
 * The first branch is `main`.
 */
export function tempRepository(options: TempRepositoryOptions = {}): TempRepository {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-test-')));
  const directory = join(parent, 'repository');
  const run = (cwd: string, command: readonly string[], input?: string, environment?: Readonly<Record<string, string>>) =>
    execFileSync('git', command, {
      cwd,
      input: input ?? '',
      env: { ...isolatedEnvironment(), ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 30,
    })
      .toString()
      .replace(/\n$/, '');

  if (options.cloneOf) run(parent, ['clone', '-q', ...(options.cloneOf.arguments ?? []), options.cloneOf.source, directory]);
  else run(parent, ['init', '-q', '-b', 'main', ...(options.bare ? ['--bare'] : []), `--object-format=${options.objectFormat ?? 'sha1'}`, directory]);
  if (options.identity !== false) {
    run(directory, ['config', 'user.name', 'Tester']);
    run(directory, ['config', 'user.email', 'tester@example.com']);
  }
  run(directory, ['config', 'commit.gpgsign', 'false']);

  const repository: TempRepository = {
    directory,
    git: (...command) => run(directory, command),
    gitWith: ({ input, environment }, ...command) => run(directory, command, input, environment),
    write: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), content);
      }
    },
    commit: (message, files = {}) => {
      repository.write(files);
      run(directory, ['add', '-A']);
      run(directory, ['commit', '-q', '--allow-empty', '-m', message]);
      return run(directory, ['rev-parse', 'HEAD']);
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
    [Symbol.asyncDispose]: async () => repository.remove(),
  };
  return repository;
}

/** The environment without any Git setting of the machine or of a surrounding hook. */
export function isolatedEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('GIT_') ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(inherited), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}
