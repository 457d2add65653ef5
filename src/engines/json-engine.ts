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
  /** The version of the program that the engine replaces. */
  readonly version: string;
  /** The digest of the compiled engine, which is part of cache keys. */
  readonly digest: string;
  /** The number of threads that were started. */
  readonly enginesStarted: number;
  /**
   * Returns the result, as JSON.
   *
   * @param label a description of the work, for errors
   * @param secrets gives the texts that an error must not quote; it is called for an error only
   * @throws GitopsError with the engine's own code when the program refuses; ENGINE_TIMEOUT, ENGINE_FAILED,
   * ENGINE_MISSING, ENGINE_CLOSED
   */
  ask(operation: string, request: unknown, label: string, secrets?: Secrets): Promise<string>;
  close(): Promise<void>;
}

export interface JsonEngineDefaults {
  readonly name: string;
  /** The code of errors that the program reports. */
  readonly code: KnownErrorCode;
  readonly timeoutMs: number;
  readonly hint: string;
  /**
   * Whether the same request always gives this result, so that it may be kept. Default: no result is kept.
   */
  readonly isLasting?: (result: string) => boolean;
}

const DEFAULT_MEMORY_MB = 512;
/** Increased when the form of kept results changes. */
const CACHE_FORMAT = '1';

/**
 * An engine with requests and results in JSON. Its threads start with the first request.
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
