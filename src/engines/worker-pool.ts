import { GitopsError } from '../errors.js';
import type { EngineAnswer, EngineCall, WorkerLimits } from './engine-call.js';
import type { EngineFiles } from './engine-files.js';
import { type EngineWorker, startEngineWorker } from './engine-worker.js';
import { sharedModule } from './shared-module.js';

export interface WorkerPool {
  /** Rejects with GitopsError ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING or ENGINE_CLOSED. */
  run(operation: string, bytes: Uint8Array, label: string): Promise<EngineAnswer>;
  /** The number of workers that were started. */
  readonly started: number;
  close(): Promise<void>;
}

/** The largest number of calls in one message to a worker. */
const BATCH = 16;
/**
 * A further worker costs about half a second of work. It starts only when so many calls wait for each worker.
 */
const WORTH_A_WORKER = 40;
/**
 * For engines with short calls that run much of their code: the number of waiting calls from which optimised
 * code saves time.
 */
const WORTH_OPTIMISING: Readonly<Record<string, number>> = { kustomize: 250, helm: 250 };

/**
 * Worker threads that run one engine. They start with the first call, and only as many as there is work for.
 *
 * The threads do not keep the process alive while no call is in progress. A call that exceeds a limit fails
 * alone: its worker ends, and another worker runs the rest of its batch.
 */
export function createWorkerPool(engine: EngineFiles, limits: WorkerLimits): WorkerPool {
  const waiting: EngineCall[] = [];
  const workers = new Set<EngineWorker>();
  let module: Promise<WebAssembly.Module> | undefined;
  /** Workers that end as soon as they are idle. */
  const outdated = new Set<EngineWorker>();
  const worthOptimising = WORTH_OPTIMISING[engine.name] ?? 0;
  let optimise = worthOptimising === 0;
  let starting = 0;
  let started = 0;
  let closed = false;

  const serve = (): void => {
    if (!optimise && waiting.length >= worthOptimising) {
      optimise = true;
      module = undefined;
      for (const worker of workers) outdated.add(worker);
    }
    for (const worker of workers) {
      if (!worker.idle || waiting.length === 0) continue;
      if (outdated.has(worker)) worker.end();
      else worker.work(waiting.splice(0, batchSize()));
    }
    const needed = Math.min(
      limits.workers,
      waiting.length === 0 ? 0 : Math.max(1, Math.floor(waiting.length / WORTH_A_WORKER)),
    );
    while (workers.size + starting < needed) start();
  };
  const batchSize = (): number => Math.max(1, Math.min(BATCH, Math.ceil(waiting.length / (2 * limits.workers))));
  const start = async (): Promise<void> => {
    starting++;
    started++;
    try {
      const isOptimised = optimise;
      module ??= sharedModule(engine, limits.memoryMb, isOptimised);
      const worker = await startEngineWorker({
        engine,
        module: await module,
        limits,
        onIdle: serve,
        onEnd: (ended, unfinished) => {
          workers.delete(ended);
          outdated.delete(ended);
          waiting.unshift(...unfinished);
          if (!closed) serve();
        },
      });
      workers.add(worker);
      if (isOptimised !== optimise) outdated.add(worker);
      if (closed) await worker.end();
    } catch (cause) {
      const error = GitopsError.is(cause)
        ? cause
        : new GitopsError('ENGINE_FAILED', `the ${engine.name} engine does not start: ${String(cause)}`, {
            cause,
            hint: 'Run `npm run build -- --force`.',
          });
      for (const call of waiting.splice(0)) call.reject(error);
    } finally {
      starting--;
    }
    serve();
  };

  return {
    run(operation, bytes, label) {
      if (closed)
        return Promise.reject(
          new GitopsError('ENGINE_CLOSED', `the ${engine.name} engine was closed`, { hint: 'Create a new one.' }),
        );
      const answer = new Promise<EngineAnswer>((resolve, reject) =>
        waiting.push({ operation, bytes, label, resolve, reject }),
      );
      // It runs in a microtask, so that calls made together are batched.
      queueMicrotask(serve);
      return answer;
    },
    get started() {
      return started;
    },
    async close() {
      closed = true;
      const error = new GitopsError('ENGINE_CLOSED', `the ${engine.name} engine was closed before it was done`);
      for (const call of waiting.splice(0)) call.reject(error);
      await Promise.all([...workers].map((worker) => worker.end()));
    },
  };
}
