import { Worker } from 'node:worker_threads';
import { GitopsError } from '../errors.js';
import { threadTime } from '../host/thread-time.js';
import { watchBudget } from '../host/watch-budget.js';
import type { EngineAnswer, EngineCall, WorkerLimits } from './engine-call.js';
import type { EngineFiles } from './engine-files.js';

export interface EngineWorker {
  readonly idle: boolean;
  work(calls: readonly EngineCall[]): void;
  end(): Promise<void>;
}

export interface EngineWorkerOptions {
  readonly engine: EngineFiles;
  readonly module: WebAssembly.Module;
  readonly limits: WorkerLimits;
  onIdle(): void;
  /** Called when the thread has ended, with the calls that it had not begun. */
  onEnd(worker: EngineWorker, unfinished: readonly EngineCall[]): void;
}

/** A message of the thread. Answers come in the order of the calls. */
type Message =
  | EngineAnswer
  | { readonly waiting: true }
  | { readonly ready: true }
  | { readonly thread: string | undefined };

/** The limit for the start of a thread and of the Go program in it, counted like that of a call. */
const START_MS = 60_000;
/** With this setting Go collects garbage less often, which saves a fifth of the time. */
const GARBAGE_PERCENT = '400';

/**
 * Starts a thread with the engine in it. Resolves when the thread is ready, and rejects with the error of its
 * start.
 */
export function startEngineWorker({
  engine,
  module,
  limits,
  onIdle,
  onEnd,
}: EngineWorkerOptions): Promise<EngineWorker> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(engine.worker, {
      workerData: {
        goRuntime: engine.goRuntime,
        module,
        environment: { GOGC: GARBAGE_PERCENT, GOMEMLIMIT: `${Math.floor(limits.memoryMb * 0.8)}MiB` },
      },
      env: {},
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    });
    const pending: EngineCall[] = [];
    let name: string | undefined;
    let ended = false;
    /** The processor time of the whole process counts until the name of the thread is known. */
    const watch = (limitMs: number, onOver: (what: string) => void) => {
      const thread = name;
      const before = threadTime(thread);
      return watchBudget({ limitMs, used: () => threadTime(thread) - before }, onOver);
    };
    let stopWatch = watch(START_MS, (what) => fail(`its start ${what}`));

    const worker: EngineWorker = {
      get idle() {
        return !ended && pending.length === 0;
      },
      work(calls) {
        pending.push(...calls);
        thread.ref();
        watchFirst();
        thread.postMessage(calls.map(({ operation, bytes }) => ({ operation, bytes })));
      },
      async end() {
        finish();
        await thread.terminate();
      },
    };
    const watchFirst = (): void => {
      stopWatch();
      const { timeoutMs, timeoutHint = 'Make it smaller.' } = limits;
      stopWatch = watch(timeoutMs, (what) => {
        failFirst(
          new GitopsError('ENGINE_TIMEOUT', `${engine.name} ${what}: ${pending[0]?.label}`, { hint: timeoutHint }),
        );
      });
    };
    const finish = (): void => {
      if (ended) return;
      ended = true;
      stopWatch();
      onEnd(worker, pending.splice(0));
    };
    const failFirst = (error: GitopsError): void => {
      pending.shift()?.reject(error);
      worker.end();
    };
    const fail = (reason: string): void => {
      reject(new Error(reason));
      if (pending.length > 0)
        failFirst(
          new GitopsError('ENGINE_FAILED', `${engine.name} stopped: ${pending[0]?.label}: ${firstLine(reason)}`, {
            hint: `Each build may use ${limits.memoryMb} MiB.`,
          }),
        );
      else worker.end();
    };

    thread.on('message', (message: Message) => {
      if ('thread' in message) {
        name = message.thread;
        return;
      }
      if ('ready' in message) {
        stopWatch();
        thread.unref();
        resolve(worker);
        return;
      }
      if (ended) return;
      if ('waiting' in message) {
        failFirst(
          new GitopsError(
            'ENGINE_FAILED',
            `${engine.name} waits for something outside of it, such as the network: ${pending[0]?.label}`,
            {
              hint: 'Commit remote files, and refer to them by path.',
            },
          ),
        );
        return;
      }
      pending.shift()?.resolve(message);
      if (pending.length > 0) {
        watchFirst();
        return;
      }
      stopWatch();
      thread.unref();
      onIdle();
    });
    thread.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
    thread.on('exit', () => (ended ? undefined : fail('its thread ended')));
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
