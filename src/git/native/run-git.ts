import { spawn } from 'node:child_process';
import { env } from 'node:process';
import { GitopsError } from '../../errors.js';

export interface GitInvocation {
  readonly directory: string;
  readonly input?: string | Uint8Array;
  /** Variables that only this invocation sees, such as GIT_INDEX_FILE. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and no failure. @default [0] */
  readonly expect?: readonly number[];
  readonly signal?: AbortSignal;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The text of the standard output without its last line end. */
export async function gitText(invocation: GitInvocation, ...command: string[]): Promise<string> {
  return (await runGit(invocation, ...command)).stdout.toString('utf8').replace(/\n$/, '');
}

/**
 * Runs the native git so that it executes nothing that the repository names, never asks, and takes no lock
 * for reading.
 *
 * @throws GitopsError GIT_FAILED for an exit code that is not expected, GIT_UNSAFE_OWNER, INTERRUPTED
 */
export async function runGit(invocation: GitInvocation, ...command: string[]): Promise<GitOutput> {
  const output = await new Promise<GitOutput>((resolve, reject) => {
    const child = spawn('git', [...SAFE_FLAGS, ...command], {
      cwd: invocation.directory,
      env: { ...gitEnvironment(), ...invocation.environment },
      stdio: [invocation.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
      signal: invocation.signal,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin?.on('error', () => undefined); // git ended early: its exit code tells
    child.on('error', (error) => reject(spawnFailure(error, invocation)));
    child.on('close', (code, signal) => {
      resolve({
        code: code ?? (signal ? 128 : 1),
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    child.stdin?.end(invocation.input);
  });
  if ((invocation.expect ?? [0]).includes(output.code)) return output;
  throw gitFailure(command, output);
}

/**
 * The operator's environment without what points git at another repository (as in a hook) or changes how
 * paths and revisions are read.
 *
 * Git's configuration *is* its environment (HOME, SSH agent, author, proxies), so this is the one place of
 * the library that reads it.
 */
export function gitEnvironment(): Record<string, string | undefined> {
  const inherited: Record<string, string | undefined> = { ...env };
  for (const name of LOCAL_VARIABLES) delete inherited[name];
  return {
    ...inherited,
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_PAGER: 'cat',
  };
}

export const SAFE_FLAGS: readonly string[] = [
  '--no-pager',
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotePath=false'],
  ...['-c', 'core.warnAmbiguousRefs=true'],
  ...['-c', 'log.showSignature=false'],
  ...['-c', 'advice.detachedHead=false'],
  ...['-c', 'gc.auto=0'],
  ...['-c', 'maintenance.auto=false'],
];

const LOCAL_VARIABLES = [
  ...[
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_INDEX_FILE',
    'GIT_PREFIX',
    'GIT_COMMON_DIR',
    'GIT_NAMESPACE',
    'GIT_IMPLICIT_WORK_TREE',
    'GIT_GRAFT_FILE',
    'GIT_SHALLOW_FILE',
  ],
  ...[
    'GIT_GLOB_PATHSPECS',
    'GIT_NOGLOB_PATHSPECS',
    'GIT_ICASE_PATHSPECS',
    'GIT_LITERAL_PATHSPECS',
    'GIT_EXTERNAL_DIFF',
    'GIT_DIFF_OPTS',
    'GIT_REFLOG_ACTION',
  ],
  ...['GIT_TRACE', 'GIT_TRACE_SETUP', 'GIT_TRACE2', 'GIT_DEFAULT_HASH'],
];

function spawnFailure(error: Error, { directory, signal }: GitInvocation): GitopsError {
  if (signal?.aborted) return new GitopsError('INTERRUPTED', 'interrupted while git was running', { cause: error });
  return new GitopsError('GIT_FAILED', `git could not be started in '${directory}'`, {
    hint: 'Check that git is installed and the folder exists.',
    cause: error,
  });
}

export function gitFailure(command: readonly string[], output: GitOutput): GitopsError {
  const said = output.stderr.trim();
  if (/detected dubious ownership/.test(said)) {
    return new GitopsError('GIT_UNSAFE_OWNER', 'git refuses this repository because another user owns it', {
      hint:
        said.match(/git config --global --add safe\.directory .*/)?.[0] ??
        'Add the folder to safe.directory in your git configuration.',
    });
  }
  const first = said.split('\n').find((line) => /^(fatal|error):/.test(line)) ?? said.split('\n')[0] ?? '';
  const name = command.find((word) => !word.startsWith('-')) ?? '';
  return new GitopsError('GIT_FAILED', `git ${name} failed: '${first.replace(/^(fatal|error): /, '')}'`, {
    data: { exitCode: output.code, stderr: said.slice(0, 4000) },
  });
}
