import { spawn } from 'node:child_process';
// Where a command is found is its environment: PATH is the operator's answer to which one.
import { env } from 'node:process';
import { GitopsError } from '../../errors.js';

export interface CommandRun {
  /** Name on PATH, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What is done, for the error that says it took too long. */
  readonly what: string;
}

export interface CommandAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, whatever its exit code. It inherits PATH and nothing else of the environment: no configuration, no credentials.
 *
 * @throws GitopsError ENGINE_MISSING when there is no such command, ENGINE_TIMEOUT
 */
export async function runCommand({ command, args, directory, environment, timeoutMs, what }: CommandRun): Promise<CommandAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(directory === undefined ? {} : { cwd: directory }),
      env: { PATH: env['PATH'], TZ: 'UTC', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    // Node's own `timeout` goes on ticking when the command cannot be started, and keeps the process alive.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(missing(command, error));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') reject(tooLong(command, what, timeoutMs));
      else resolve({ code: code ?? 1, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') });
    });
  });
}

function missing(command: string, cause: Error): GitopsError {
  return new GitopsError('ENGINE_MISSING', `the command '${command}' cannot be started`, {
    hint: `Install ${command} on PATH, or leave out --engine native: the engine that is built in needs no command.`,
    cause,
  });
}

function tooLong(command: string, what: string, timeoutMs: number): GitopsError {
  return new GitopsError('ENGINE_TIMEOUT', `${command} did not end within ${timeoutMs / 1000} s: ${what}`, {
    hint: 'Run it by hand to see what it does.',
  });
}
