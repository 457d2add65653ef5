import { spawn } from 'node:child_process';
// Where a command is found is its environment: PATH is the operator's answer to which one.
import { env, kill } from 'node:process';
import { GitopsError } from '../../errors.js';
import { processTree } from '../../host/process-tree.js';
import { watchBudget } from '../../host/watch-budget.js';

export interface CommandRun {
  /** Name on PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds of processor time of the command and of all that it starts, as `timeBudget` counts it. */
  readonly timeoutMs: number;
  /** What to do when it takes longer. Default: to run it by hand. */
  readonly timeoutHint?: string | undefined;
  /** What is done, for the error that says it took too long. */
  readonly what: string;
}

export interface CommandAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, whatever its exit code. It inherits PATH and nothing else of the environment: no
 * configuration, no credentials.
 *
 * @throws GitopsError ENGINE_MISSING when there is no such command, ENGINE_TIMEOUT, ENGINE_FAILED when a
 * signal ended it
 */
export async function runCommand({
  command,
  args,
  directory,
  environment,
  timeoutMs,
  timeoutHint,
  what,
}: CommandRun): Promise<CommandAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: directory,
      env: { PATH: env['PATH'], TZ: 'UTC', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const treeOf = () => (child.pid === undefined ? undefined : processTree(child.pid));
    const stopWatch = watchBudget({ limitMs: timeoutMs, used: () => treeOf()?.usedMs }, (over) => {
      // What it started, too, would go on.
      for (const pid of treeOf()?.pids ?? []) end(pid);
      child.kill('SIGKILL');
      const hint = timeoutHint ?? 'Run it by hand to see what it does.';
      reject(new GitopsError('ENGINE_TIMEOUT', `${command} ${over}: ${what}`, { hint }));
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      stopWatch();
      reject(missing(command, error));
    });
    child.on('close', (code, signal) => {
      stopWatch();
      if (code === null) reject(ended(command, what, signal));
      else
        resolve({
          code,
          stdout: Buffer.concat(stdout).toString('utf8'),
          stderr: Buffer.concat(stderr).toString('utf8'),
        });
    });
  });
}

function missing(command: string, cause: Error): GitopsError {
  return new GitopsError('ENGINE_MISSING', `the command '${command}' cannot be started`, {
    hint: `Install ${command} on PATH, or leave out --engine native: the engine that is built in needs no command.`,
    cause,
  });
}

function ended(command: string, what: string, signal: string | null): GitopsError {
  return new GitopsError('ENGINE_FAILED', `${command} was ended by ${signal}: ${what}`, {
    hint:
      signal === 'SIGKILL'
        ? 'Is the machine short of memory? Run it by hand to see what it does.'
        : 'Run it by hand to see what it does.',
  });
}

function end(pid: number): void {
  try {
    kill(pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}
