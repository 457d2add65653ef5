import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandUnderTest } from '../helpers/command-under-test.js';
import { packageUnderTest } from '../helpers/package-under-test.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface GitopsOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Path of the Node.js that runs it. Default: the one that runs the tests. */
  readonly node?: string;
  /** Called with the process and all that it has printed, whenever it prints. */
  readonly onOutput?: (child: ChildProcess, printed: string) => void;
}

/** A repository as `gitops init` makes it, committed, with the packed package in it. */
export interface Project extends Disposable {
  readonly directory: string;
  readonly repository: TempRepository;
  /** Runs the packed command there. */
  gitops(argv: readonly string[], options?: GitopsOptions): Promise<Run>;
  /** Replaces a text in a file; throws when it is not there. */
  edit(file: string, from: string, to: string): void;
  read(file: string): string;
}

export interface ProjectOptions {
  /** @default 'gitops-test' */
  readonly context?: string;
  /** Path of the Node.js that runs the command. Default: the one that runs the tests. */
  readonly node?: string;
}

/** Removed at the end of the block: `using project = initProject();`. */
export function initProject({ context = 'gitops-test', node = process.execPath }: ProjectOptions = {}): Project {
  const repository = tempRepository();
  const { directory } = repository;
  execFileSync(node, [commandUnderTest(), 'init', '.', '--name', 'shop'], { cwd: directory, stdio: 'pipe' });
  linkPackage(directory);
  const project: Project = {
    directory,
    repository,
    gitops: (argv, options) => gitops(argv, directory, { node, ...options }),
    edit: (file, from, to) => {
      const text = project.read(file);
      if (!text.includes(from)) throw new Error(`${file} has no '${from}'`);
      writeFileSync(join(directory, file), text.replace(from, to));
    },
    read: (file) => readFileSync(join(directory, file), 'utf8'),
    [Symbol.dispose]: () => repository.remove(),
  };
  project.edit('environments/index.ts', 'gitops-local', context);
  repository.commit('first commit');
  return project;
}

/**
 * What `npm install` makes, with links instead of copies: the packed package and what the template needs
 * beside it.
 */
export function linkPackage(directory: string): void {
  mkdirSync(join(directory, 'node_modules'), { recursive: true });
  for (const name of ['cdk8s-gitops', 'cdk8s', 'cdk8s-plus-28', 'constructs', 'typescript', '@types'])
    symlinkSync(join(packageUnderTest().project, 'node_modules', name), join(directory, 'node_modules', name));
}

export function gitops(
  argv: readonly string[],
  directory: string,
  { environment = {}, node = process.execPath, onOutput }: GitopsOptions = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [commandUnderTest(), ...argv], {
      cwd: directory,
      env: { ...process.env, CI: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { out: '', err: '' };
    const keep = (stream: 'out' | 'err') => (text: Buffer) => {
      printed[stream] += text.toString();
      onOutput?.(child, printed.out + printed.err);
    };
    child.stdout.on('data', keep('out'));
    child.stderr.on('data', keep('err'));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...printed }));
  });
}

export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
