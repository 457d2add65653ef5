import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { atExit } from './at-exit.js';
import { awakeTimeout } from './awake-timeout.js';
import { endProcessTree, killProcessTree } from './end-process-tree.js';
import { processTree } from './process-tree.js';
import { watchBudget } from './watch-budget.js';

export interface CommandRun {
  /** A name on the PATH of `environment`, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  /** Default: the folder of this process. */
  readonly directory?: string | undefined;
  /** All that the command sees of the environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What it reads from its standard input. Default: nothing. */
  readonly input?: string | Uint8Array | undefined;
  /** Ends it with all that it started. */
  readonly signal?: AbortSignal | undefined;
  /** How long it may take. Default: as long as it takes. */
  readonly limit?: CommandLimit | undefined;
  /** How many bytes it may print as its answer. Default: 256 MiB, and no limit with `onOutput`. */
  readonly maxBytes?: number | undefined;
  /** Takes the answer piece by piece; then it is not kept. What it throws ends the command. */
  readonly onOutput?: ((chunk: Buffer) => void) | undefined;
}

export type CommandLimit =
  /** Milliseconds in which this process was awake: for commands that wait for somebody else. */
  | { readonly awakeMs: number }
  /** Milliseconds of processor time of the command and of all that it starts, as `timeBudget` counts it. */
  | { readonly processorMs: number };

/** The command ended by itself. */
export interface CommandExit {
  readonly code: number;
  /** Empty with `onOutput`. */
  readonly stdout: Buffer;
  /** The last 64 KiB of it. */
  readonly stderr: string;
}

/** The command did not start, or did not end by itself. */
export interface CommandFailure {
  readonly why: 'missing' | 'unstartable' | 'killed' | 'time' | 'output' | 'interrupted';
  /** What to say after its name: `is not on PATH`, `was ended by SIGKILL`. Nothing of what it printed. */
  readonly words: string;
  readonly stderr: string;
  readonly cause?: Error;
}

const MOST_BYTES = 256 * 1024 * 1024;
const MOST_COMPLAINT = 64 * 1024;

/**
 * Runs a command to its end. Nothing is thrown for what the command does: who calls knows the code of the
 * error and what to advise.
 *
 * @throws what `onOutput` throws
 */
export async function runCommand(run: CommandRun): Promise<CommandExit | CommandFailure> {
  if (run.signal?.aborted) return failure('interrupted', 'was interrupted');
  try {
    return await new RunningCommand(run).answer;
  } catch (error) {
    if (error instanceof NotStarted) return notStarted(run, error.reason);
    throw error;
  }
}

class NotStarted extends Error {
  constructor(readonly reason: NodeJS.ErrnoException) {
    super('not started');
  }
}

/** How long the outputs of a command that was ended are read. */
const LAST_WORDS_MS = 1000;

class RunningCommand {
  readonly answer: Promise<CommandExit | CommandFailure>;
  readonly #child: ChildProcess;
  readonly #run: CommandRun;
  readonly #maxBytes: number;
  #stdout: Buffer[] = [];
  #size = 0;
  #complaint = Buffer.alloc(0);
  #exitCode: number | null = null;
  #isOver = false;
  #isClosed = false;
  #stopLimit: () => void = () => {};
  #hasEnded: () => void = () => {};
  #resolve: (answer: CommandExit | CommandFailure) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(run: CommandRun) {
    this.#run = run;
    this.#maxBytes = run.maxBytes ?? (run.onOutput === undefined ? MOST_BYTES : Number.POSITIVE_INFINITY);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#child = start(run);
    this.#stopLimit = watchLimit(this.#child, run.limit, (words) => this.#giveUp('time', words));
    run.signal?.addEventListener('abort', this.#interrupt, { once: true });
    this.#listen();
  }

  #listen(): void {
    const child = this.#child;
    const { pid } = child;
    if (pid !== undefined) this.#hasEnded = atExit(() => killProcessTree(pid));
    child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = Buffer.concat([this.#complaint, chunk]).subarray(-MOST_COMPLAINT);
    });
    child.on('error', (reason) => this.#settle(() => this.#reject(new NotStarted(reason))));
    child.on('exit', (code) => {
      this.#exitCode = code;
      this.#hasEnded();
    });
    child.on('close', (code, signal) => {
      this.#isClosed = true;
      this.#settle(() => {
        if (code === null) this.#fail('killed', `was ended by ${signal}`);
        else this.#exit(code);
      });
    });
    // A command that ends without reading is judged by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(this.#run.input);
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) this.#giveUp('output', `printed more than ${inWords(this.#maxBytes)}`);
    else if (this.#run.onOutput === undefined) this.#stdout.push(chunk);
    else this.#hand(chunk, this.#run.onOutput);
  }

  #hand(chunk: Buffer, onOutput: (chunk: Buffer) => void): void {
    try {
      onOutput(chunk);
    } catch (error) {
      this.#settle(() => this.#end(() => this.#reject(error)));
    }
  }

  readonly #interrupt = (): void => this.#giveUp('interrupted', 'was interrupted');

  #giveUp(why: CommandFailure['why'], words: string): void {
    this.#settle(() => {
      // It has ended; what it left in the background, such as an agent, holds its outputs open.
      const code = why === 'time' ? this.#exitCode : null;
      if (code === null) this.#end(() => this.#fail(why, words));
      else this.#end(() => this.#exit(code));
    });
  }

  /** The first word counts. */
  #settle(settled: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopLimit();
    this.#run.signal?.removeEventListener('abort', this.#interrupt);
    settled();
  }

  #end(ended: () => void): void {
    const { pid, stdin, stdout, stderr } = this.#child;
    const isRunning = pid !== undefined && this.#exitCode === null;
    (isRunning ? endProcessTree(pid).then(() => this.#lastWords()) : Promise.resolve())
      .then(() => {
        for (const stream of [stdin, stdout, stderr]) stream?.destroy();
        ended();
      })
      .catch(this.#reject);
  }

  /**
   * The output of an ended command may not have been read yet, and a process that still runs may hold it
   * open.
   */
  async #lastWords(): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_WORDS_MS);
      this.#child.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #fail(why: CommandFailure['why'], words: string): void {
    this.#resolve({ ...failure(why, words), stderr: this.#complaint.toString('utf8') });
  }

  #exit(code: number): void {
    this.#resolve({ code, stdout: Buffer.concat(this.#stdout), stderr: this.#complaint.toString('utf8') });
  }
}

function start({ command, args, directory, environment, input }: CommandRun): ChildProcess {
  try {
    return spawn(command, args, {
      cwd: directory,
      env: { ...environment },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (error) {
    throw new NotStarted(error as NodeJS.ErrnoException); // what spawn throws
  }
}

/** @returns ends the watch */
function watchLimit(child: ChildProcess, limit: CommandLimit | undefined, onOver: (words: string) => void): () => void {
  if (limit === undefined) return () => {};
  if ('awakeMs' in limit)
    return awakeTimeout(limit.awakeMs, () => onOver(`did not answer within ${limit.awakeMs / 1000} s`));
  const used = () => (child.pid === undefined ? undefined : processTree(child.pid)?.usedMs);
  return watchBudget({ limitMs: limit.processorMs, used }, onOver);
}

/** The system's own message is not shown: it may repeat an argument. */
function notStarted({ command, directory }: CommandRun, reason: NodeJS.ErrnoException): CommandFailure {
  if (directory !== undefined && !existsSync(directory))
    return failure('unstartable', `cannot be started: there is no folder '${directory}'`, reason);
  if (reason.code === 'EACCES') return failure('unstartable', 'is not executable', reason);
  if (reason.code !== 'ENOENT')
    return failure('unstartable', `cannot be started (${reason.code ?? reason.name})`, reason);
  if (!command.includes('/')) return failure('missing', 'is not on PATH', reason);
  return existsSync(command)
    ? failure('unstartable', 'cannot be started: the program that its first line names does not exist', reason)
    : failure('missing', 'does not exist', reason);
}

function failure(why: CommandFailure['why'], words: string, cause?: Error): CommandFailure {
  return { why, words, stderr: '', ...(cause === undefined ? {} : { cause }) };
}

function inWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.floor(bytes / 1024 / 1024)} MiB`;
}
