import { GitopsError } from '../../errors.js';
import { operatorEnvironment } from '../../host/operator-environment.js';
import { type CommandFailure, runCommand } from '../../host/run-command.js';

export interface EngineRun {
  /** The name of the command on PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * The limit for the command and all processes that it starts, in milliseconds of processor time, as
   * `timeBudget` counts it.
   */
  readonly timeoutMs: number;
  /** The hint for a command that exceeds the limit. Default: to run it by hand. */
  readonly timeoutHint?: string | undefined;
  /** A description of the work, for the error of a time limit. */
  readonly what: string;
}

export interface EngineAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command of an engine to its end, whatever its exit code. Of the environment it inherits only PATH:
 * no configuration, no credentials.
 *
 * @throws GitopsError ENGINE_MISSING when there is no such command, ENGINE_TIMEOUT, ENGINE_FAILED when a
 * signal ended it or when it printed too much
 */
export async function runEngine(run: EngineRun): Promise<EngineAnswer> {
  const { command, args, directory, environment, timeoutMs } = run;
  const answer = await runCommand({
    command,
    args,
    directory,
    environment: { PATH: operatorEnvironment()['PATH'], TZ: 'UTC', ...environment },
    limit: { processorMs: timeoutMs },
  });
  if ('why' in answer) throw failure(run, answer);
  return { code: answer.code, stdout: answer.stdout.toString('utf8'), stderr: answer.stderr };
}

const BY_HAND = 'Run it by hand to see what it does.';

function failure({ command, what, timeoutHint }: EngineRun, { why, words, cause }: CommandFailure): GitopsError {
  if (why === 'missing' || why === 'unstartable')
    return new GitopsError('ENGINE_MISSING', `the command '${command}' ${words}`, {
      hint: `Install ${command} on PATH, or leave out --engine native: the engine that is built in needs no command.`,
      cause,
    });
  if (why === 'time')
    return new GitopsError('ENGINE_TIMEOUT', `${command} ${words}: ${what}`, { hint: timeoutHint ?? BY_HAND });
  const isKilled = words.endsWith('SIGKILL');
  return new GitopsError('ENGINE_FAILED', `${command} ${words}: ${what}`, {
    hint: isKilled ? `Is the machine short of memory? ${BY_HAND}` : BY_HAND,
  });
}
