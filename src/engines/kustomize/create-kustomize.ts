import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { type ContentCache, createContentCache, NO_CACHE } from '../content-cache.js';
import { encodeRequest } from '../encode-request.js';
import { findEngine } from '../engine-files.js';
import { createWorkerPool, type WorkerPool } from '../worker-pool.js';
import { type BuildInputs, findKustomizationFile, inputFinder } from './build-inputs.js';
import { explainFailure } from './explain-failure.js';
import type { BuildRequest, BuiltInKustomize } from './kustomize.js';
import { readObjects } from './read-objects.js';

export interface KustomizeOptions {
  /** Where results are kept between runs, shared by all processes. Default: they are not kept. */
  readonly cacheDirectory?: string;
  /** At most so many threads; a further one is started only when the work is worth it. Default: one per processor, at most 4. */
  readonly workers?: number;
  /** For one build. Default: 30,000. */
  readonly timeoutMs?: number;
  /** For each thread. Default: 1,024. */
  readonly memoryMb?: number;
  /** Folder of the WebAssembly modules. Default: the package's own. */
  readonly engineDirectory?: string;
}

/** Raised when results of the same engine and files change their form in the cache. */
const CACHE_FORMAT = '1';
const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MEMORY_MB = 1_024;
const MOST_WORKERS = 4;

/**
 * kustomize as WebAssembly in worker threads: started when first needed, ended by `close` (they do not keep a process alive).
 *
 * A build reaches no disk, network or process, and a hostile one ends at the limits.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function createKustomize(options: KustomizeOptions = {}): BuiltInKustomize {
  const engine = findEngine('kustomize', options.engineDirectory);
  const cache = options.cacheDirectory === undefined ? NO_CACHE : createContentCache(join(options.cacheDirectory, 'kustomize'));
  const pool = createWorkerPool(engine, {
    workers: options.workers ?? Math.min(MOST_WORKERS, availableParallelism()),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    memoryMb: options.memoryMb ?? DEFAULT_MEMORY_MB,
  });
  const inputsOf = ({ files, directory }: BuildRequest): BuildInputs => inputFinder(files)(directory);
  const keyOf = ({ directory }: BuildRequest, inputs: BuildInputs): string =>
    createHash('sha256').update(`${CACHE_FORMAT}\0${engine.digest}\0${directory}\0${inputs.digest}`).digest('hex');

  const buildOne = async (request: BuildRequest, results: ContentCache = cache): Promise<KubeObject[] | GitopsError> => {
    const { files, directory } = request;
    if (findKustomizationFile(files, directory) === undefined) return noKustomization(directory);
    const inputs = inputsOf(request);
    const key = keyOf(request, inputs);
    const known = await results.get(key);
    try {
      if (known !== undefined) return readObjects(known, directory);
      const json = await runEngine(pool, request, inputs);
      const objects = readObjects(json, directory);
      await results.set(key, json);
      return objects;
    } catch (error) {
      if (GitopsError.is(error)) return error;
      throw error;
    }
  };

  return {
    version: engine.version,
    cache,
    get enginesStarted() {
      return pool.started;
    },
    async build(files, directory) {
      const result = await buildOne({ files, directory });
      if (GitopsError.is(result)) throw result;
      return result;
    },
    buildMany: (requests, { cached = true } = {}) => Promise.all(requests.map((request) => buildOne(request, cached ? cache : NO_CACHE))),
    digests: (requests) => requests.map((request) => keyOf(request, inputsOf(request))),
    async readAsGo(text) {
      const answer = await pool.run('read', encodeRequest([text]), 'a YAML document');
      if ('result' in answer) return answer.result;
      throw new GitopsError('MANIFEST_INVALID_YAML', answer.error);
    },
    async close() {
      await pool.close();
      await cache.prune();
    },
  };
}

async function runEngine(pool: WorkerPool, { files, directory }: BuildRequest, inputs: BuildInputs): Promise<string> {
  const texts = [directory, ...inputs.paths.flatMap((path) => [path, files.get(path) ?? ''])];
  const answer = await pool.run('build', encodeRequest(texts), `'${directory}'`);
  if ('result' in answer) return answer.result;
  throw explainFailure(
    answer.error,
    directory,
    inputs.paths.map((path) => files.get(path) ?? ''),
  );
}

function noKustomization(directory: string): GitopsError {
  return new GitopsError('ENGINE_KUSTOMIZE_FAILED', `'${directory}' has no kustomization file`, {
    hint: 'Add a kustomization.yaml, or name another directory.',
    source: { file: directory },
  });
}
