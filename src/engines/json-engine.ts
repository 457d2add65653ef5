import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { GitopsError, type KnownErrorCode } from '../errors.js';
import { createContentCache, NO_CACHE } from '../host/content-cache.js';
import { shareRunning } from '../host/share-running.js';
import { maskText } from '../manifest/mask-text.js';
import { toJson } from '../manifest/to-json.js';
import { findEngine } from './engine-files.js';
import type { EngineOptions } from './engine-options.js';
import { createWorkerPool } from './worker-pool.js';

type Secrets = () => readonly string[];

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
  ask(operation: string, request: unknown, label: string, secrets?: Secrets): Promise<string>;
  close(): Promise<void>;
}

export interface JsonEngineDefaults {
  readonly name: string;
  /** Of errors that the program itself gives. */
  readonly code: KnownErrorCode;
  readonly timeoutMs: number;
  readonly hint: string;
  /** Whether the same request gives this result at any time: then it may be kept. Default: none does. */
  readonly isLasting?: (result: string) => boolean;
}

const DEFAULT_MEMORY_MB = 512;
/** Raised when what is kept changes its form. */
const CACHE_FORMAT = '1';

/**
 * An engine that takes and gives JSON; its threads are started when it is first asked.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function createJsonEngine(
  options: EngineOptions,
  { name, code, timeoutMs, hint, isLasting }: JsonEngineDefaults,
): JsonEngine {
  const engine = findEngine(name, options.engineDirectory);
  const isKept = options.cacheDirectory !== undefined && isLasting !== undefined;
  const cache = isKept ? createContentCache(join(options.cacheDirectory, name)) : NO_CACHE;
  const share = shareRunning<string>();
  const pool = createWorkerPool(engine, {
    workers: options.workers ?? 1,
    timeoutMs: options.timeoutMs ?? timeoutMs,
    timeoutHint: options.timeoutHint,
    memoryMb: options.memoryMb ?? DEFAULT_MEMORY_MB,
  });
  const run = async (operation: string, json: string, label: string, secrets?: Secrets): Promise<string> => {
    const answer = await pool.run(operation, Buffer.from(json), label);
    if ('result' in answer) return answer.result;
    const reason = answer.error.trim();
    throw new GitopsError(code, `${label}: ${secrets ? maskText(reason, secrets()) : reason}`, { hint });
  };
  return {
    version: engine.version,
    digest: engine.digest,
    get enginesStarted() {
      return pool.started;
    },
    ask(operation, request, label, secrets) {
      const json = toJson(request);
      if (!isKept) return run(operation, json, label, secrets);
      const key = createHash('sha256').update(`${CACHE_FORMAT}\0${engine.digest}\0${operation}\0${json}`).digest('hex');
      return share(key, async () => {
        const known = await cache.get(key);
        if (known !== undefined) return known;
        const result = await run(operation, json, label, secrets);
        if (isLasting(result)) await cache.set(key, result);
        return result;
      });
    },
    async close() {
      await pool.close();
      await cache.prune();
    },
  };
}
