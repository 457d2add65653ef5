import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
  /**
   * Runs git there without the machine's own configuration; standard output without the last line end. Throws
   * when git fails.
   */
  git(...command: string[]): string;
  /** Like `git`, with text on standard input and more environment. */
  gitWith(
    options: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> },
    ...command: string[]
  ): string;
  /** Writes files, making folders. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes the files, stages everything and commits; the commit's id. */
  commit(message: string, files?: Readonly<Record<string, string | Uint8Array>>): string;
  remove(): void;
}

/**
 * A real Git repository in a temporary folder: `await using repository = tempRepository();` removes it at the
 * end of the block, also when the test fails. The first branch is `main`.
 */
export function tempRepository(options: TempRepositoryOptions = {}): TempRepository {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-test-')));
  const directory = join(parent, 'repository');
  const start = (
    program: string,
    cwd: string,
    command: readonly string[],
    input?: string,
    environment?: Readonly<Record<string, string>>,
  ) =>
    execFileSync(program, command, {
      cwd,
      input: input ?? '',
      env: { ...isolatedEnvironment(), ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 30,
    })
      .toString()
      .replace(/\n$/, '');
  const run = start.bind(undefined, 'git');
  // The shell starts git many times faster than this large process does.
  const script = (cwd: string, lines: readonly string[], ...parameters: readonly string[]) =>
    start('sh', cwd, ['-e', '-c', lines.join('\n'), 'sh', ...parameters]);

  if (options.cloneOf)
    script(
      parent,
      [
        'directory=$1; shift',
        'git "$@"',
        ...settings(options).map(([name, value]) => `git -C "$directory" config ${name} ${value}`),
      ],
      directory,
      ...['clone', '-q', ...(options.cloneOf.arguments ?? []), options.cloneOf.source, directory],
    );
  else cpSync(emptyRepository(options), directory, { recursive: true });

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
      return script(directory, ['git add -A', 'git commit -q --allow-empty -m "$1"', 'git rev-parse HEAD'], message);
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
    [Symbol.asyncDispose]: async () => repository.remove(),
  };
  return repository;
}

/**
 * Repositories without a commit, by what is asked for. git makes each once in a run of the tests, because
 * starting it four times takes longer than copying what it makes.
 */
function emptyRepository({ bare = false, objectFormat = 'sha1', identity = true }: TempRepositoryOptions): string {
  const run = process.env['GITOPS_TEST_RUN'] ?? ownFolder();
  const made = join(
    run,
    ['repository', objectFormat, bare ? 'bare' : 'tree', identity ? 'tester' : 'nobody'].join('-'),
  );
  if (existsSync(made)) return made;
  const making = mkdtempSync(`${made}-`);
  const git = (...command: readonly string[]) =>
    execFileSync('git', command, { cwd: making, env: isolatedEnvironment() });
  git('init', '-q', '-b', 'main', ...(bare ? ['--bare'] : []), `--object-format=${objectFormat}`);
  for (const setting of settings({ identity })) git('config', ...setting);
  // Without git's examples of hooks: the folder stays.
  const hooks = join(making, bare ? '' : '.git', 'hooks');
  for (const example of readdirSync(hooks)) rmSync(join(hooks, example));
  try {
    renameSync(making, made);
  } catch {
    // Another worker was faster.
    rmSync(making, { recursive: true });
  }
  return made;
}

let own: string | undefined;

/** Of a process that is no run of the tests, such as `npm run test:argocd`. It goes with the process. */
function ownFolder(): string {
  if (own !== undefined) return own;
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-gitops-repositories-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  own = folder;
  return folder;
}

function settings({ identity = true }: TempRepositoryOptions): readonly (readonly [name: string, value: string])[] {
  const tester = [
    ['user.name', 'Tester'],
    ['user.email', 'tester@example.com'],
  ] as const;
  return [...(identity ? tester : []), ['commit.gpgsign', 'false']];
}

/** The environment without any Git setting of the machine or of a surrounding hook. */
export function isolatedEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('GIT_') ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}
