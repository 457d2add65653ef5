import { GitopsError, type KnownErrorCode } from '../errors.js';
import { maskText } from '../manifest/mask-text.js';
import { findEngine } from './engine-files.js';
import type { EngineOptions } from './engine-options.js';
import { createWorkerPool } from './worker-pool.js';

export interface JsonEngine {
  /** Version of what the engine stands for. */
  readonly version: string;
  /** Of the compiled engine: part of cache keys. */
  readonly digest: string;
  /** Threads started so far. */
  readonly enginesStarted: number;
  /**
   * The result, as JSON.
   *
   * @param label what is being done, for errors
   * @param secrets what an error must not quote; asked when there is one
   * @throws GitopsError with the engine's own code when the program refuses; ENGINE_TIMEOUT, ENGINE_FAILED,
   * ENGINE_MISSING, ENGINE_CLOSED
   */
  ask(operation: string, request: unknown, label: string, secrets?: () => readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export interface JsonEngineDefaults {
  readonly name: string;
  /** Of errors that the program itself gives. */
  readonly code: KnownErrorCode;
  readonly timeoutMs: number;
  readonly hint: string;
}

const DEFAULT_MEMORY_MB = 512;

/**
 * An engine that takes and gives JSON; its threads are started when it is first asked.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function createJsonEngine(
  options: EngineOptions,
  { name, code, timeoutMs, hint }: JsonEngineDefaults,
): JsonEngine {
  const engine = findEngine(name, options.engineDirectory);
  const pool = createWorkerPool(engine, {
    workers: options.workers ?? 1,
    timeoutMs: options.timeoutMs ?? timeoutMs,
    timeoutHint: options.timeoutHint,
    memoryMb: options.memoryMb ?? DEFAULT_MEMORY_MB,
  });
  return {
    version: engine.version,
    digest: engine.digest,
    get enginesStarted() {
      return pool.started;
    },
    async ask(operation, request, label, secrets) {
      const answer = await pool.run(operation, Buffer.from(JSON.stringify(request)), label);
      if ('result' in answer) return answer.result;
      throw new GitopsError(
        code,
        `${label}: ${secrets ? maskText(answer.error.trim(), secrets()) : answer.error.trim()}`,
        { hint },
      );
    },
    close: () => pool.close(),
  };
}
