import { GitopsError } from '../../errors.js';
import { gitEnvironment } from '../../host/git-environment.js';
import { type CommandExit, type CommandFailure, runCommand } from '../../host/run-command.js';
import { withoutOwnCommands } from './own-commands.js';

export interface GitInvocation {
  readonly directory: string;
  readonly input?: string | Uint8Array;
  /** Variables for this invocation only, such as GIT_INDEX_FILE. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and no failure. @default [0] */
  readonly expect?: readonly number[];
  readonly signal?: AbortSignal;
  /**
   * True to run commands of the repository configuration, such as filters. Only commits need it. Default:
   * false.
   */
  readonly runsOwnCommands?: boolean;
  /** The limit, in milliseconds in which this process was awake. Default: no limit. */
  readonly limitMs?: number;
  /** Receives the standard output in pieces, which is then not kept. */
  readonly onOutput?: (chunk: Buffer) => void;
}

export type GitOutput = CommandExit;

/** The text of the standard output without its last line end. */
export async function gitText(invocation: GitInvocation, ...command: string[]): Promise<string> {
  return (await runGit(invocation, ...command)).stdout.toString('utf8').replace(/\n$/, '');
}

/**
 * Runs the native git so that it executes nothing that the repository names, never asks, and takes no lock
 * for reading.
 *
 * @throws GitopsError GIT_FAILED for an exit code that is not expected, and when it did not start, answer in
 * time or end by itself; GIT_UNSAFE_OWNER; INTERRUPTED
 */
export async function runGit(invocation: GitInvocation, ...command: string[]): Promise<GitOutput> {
  const { environment, limitMs, expect = [0], runsOwnCommands, ...run } = invocation;
  const safe = runsOwnCommands ? gitEnvironment() : await withoutOwnCommands(run.directory);
  const answer = await runCommand({
    ...run,
    command: 'git',
    args: [...SAFE_FLAGS, ...command],
    environment: { ...safe, ...environment },
    limit: limitMs === undefined ? undefined : { awakeMs: limitMs },
  });
  if ('why' in answer) throw notAnswered(command, answer);
  if (expect.includes(answer.code)) return answer;
  throw gitFailure(command, answer);
}

const SAFE_FLAGS: readonly string[] = [
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

function notAnswered(command: readonly string[], { why, words, cause }: CommandFailure): GitopsError {
  if (why === 'interrupted') return new GitopsError('INTERRUPTED', 'interrupted while git was running');
  const hint = why === 'missing' ? 'Install git.' : undefined;
  return new GitopsError('GIT_FAILED', `git ${subcommandOf(command)} ${words}`, { hint, cause });
}

function subcommandOf(command: readonly string[]): string {
  return command.find((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-')) ?? '';
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
  return new GitopsError(
    'GIT_FAILED',
    `git ${subcommandOf(command)} failed: '${first.replace(/^(fatal|error): /, '')}'`,
    {
      data: { exitCode: output.code, stderr: said.slice(0, 4000) },
    },
  );
}
