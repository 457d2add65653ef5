import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { type ContentCache, createContentCache, NO_CACHE } from '../../host/content-cache.js';
import { shareRunning } from '../../host/share-running.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { encodeRequest } from '../encode-request.js';
import { findEngine } from '../engine-files.js';
import { createWorkerPool, type WorkerPool } from '../worker-pool.js';
import { binaryInputs } from './binary-inputs.js';
import { type BuildInputs, findKustomizationFile, inputFinder } from './build-inputs.js';
import { buildWithCharts } from './build-with-charts.js';
import { explainFailure } from './explain-failure.js';
import type { BuildRequest, BuiltInKustomize } from './kustomize.js';
import { readObjects } from './read-objects.js';

export interface KustomizeOptions {
  /**
   * The folder in which results are kept between runs. All processes share it. Default: results are not kept.
   */
  readonly cacheDirectory?: string;
  /**
   * The largest number of threads. A further thread starts only when there is enough work. Default: one for
   * each processor, at most 4.
   */
  readonly workers?: number;
  /**
   * The limit of one build, in milliseconds of processor time. Default: 60,000. By the clock a build ends at
   * 20 times that, and not before 10 minutes.
   */
  readonly timeoutMs?: number | undefined;
  /** The hint for a build that exceeds the limit. Default: `Make it smaller.` */
  readonly timeoutHint?: string;
  /** The memory limit of each thread, in MiB. Default: 1,024. */
  readonly memoryMb?: number;
  /** The folder of the WebAssembly modules. Default: the package's own. */
  readonly engineDirectory?: string;
}

/** Increased when results of the same engine and files change their form in the cache. */
const CACHE_FORMAT = '2';
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MEMORY_MB = 1_024;
const MOST_WORKERS = 4;

/**
 * kustomize as WebAssembly in worker threads. They start with the first build and end with `close`; they do
 * not keep a process alive.
 *
 * A build has no access to the disk, the network or other processes, and a hostile build ends at the limits.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function createKustomize(options: KustomizeOptions = {}): BuiltInKustomize {
  const engine = findEngine('kustomize', options.engineDirectory);
  const cache =
    options.cacheDirectory === undefined ? NO_CACHE : createContentCache(join(options.cacheDirectory, 'kustomize'));
  const pool = createWorkerPool(engine, {
    workers: options.workers ?? Math.min(MOST_WORKERS, availableParallelism()),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    timeoutHint: options.timeoutHint,
    memoryMb: options.memoryMb ?? DEFAULT_MEMORY_MB,
  });
  const share = shareRunning<string>();
  const keyOf = (request: BuildRequest, inputs: BuildInputs, charts: Charts = {}): string => {
    const hash = createHash('sha256').update(
      `${CACHE_FORMAT}\0${engine.digest}\0${optionsOf(request, charts)}\0${inputs.digest}`,
    );
    for (const [path, content] of binaryInputs(request, inputs))
      hash.update(`\0${path}\0${content.length}\0`).update(content);
    return hash.digest('hex');
  };

  const run = async (request: BuildRequest, results: ContentCache): Promise<Built> => {
    const { files, directory, charts: host } = request;
    if (findKustomizationFile(files, directory) === undefined) throw noKustomization(directory);
    const built = await buildWithCharts(
      files,
      async (all, charts) => {
        const current = { ...request, files: all };
        const inputs = inputsOf(current);
        const ask = (): Promise<string> => askEngine(pool, current, inputs, charts);
        const key = keyOf(current, inputs, charts);
        const answer = request.isComplete === true ? await ask() : await share(key, () => remember(results, key, ask));
        if (!isFailure(answer)) return answer;
        // A kept result has the form that the engine returned.
        const texts = inputs.paths.map((path) => all.get(path) ?? '');
        throw explainFailure(String(JSON.parse(answer)), directory, texts);
      },
      host,
    );
    return { objects: readObjects(built.json, directory), files: built.files };
  };

  const buildOne = async (
    request: BuildRequest,
    results: ContentCache = cache,
  ): Promise<KubeObject[] | GitopsError> => {
    try {
      return (await run(request, results)).objects;
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
    buildMany: (requests, { cached = true } = {}) =>
      Promise.all(requests.map((request) => buildOne(request, cached ? cache : NO_CACHE))),
    digests: (requests) => requests.map((request) => keyOf(request, inputsOf(request))),
    async readAsGo(text) {
      const answer = await pool.run('read', encodeRequest([text]), 'a YAML document');
      if ('result' in answer) return answer.result;
      throw new GitopsError('MANIFEST_INVALID_YAML', answer.error);
    },
    async withPulledCharts(request) {
      return { ...request, files: (await run(request, cache)).files };
    },
    async close() {
      await pool.close();
      await cache.prune();
    },
  };
}

interface Built {
  readonly objects: KubeObject[];
  readonly files: FileSet;
}

/** The output of helm, by the key of the need. */
type Charts = Readonly<Record<string, string>>;

/** The options in the format of the engine. */
function optionsOf({ directory, flags = {} }: BuildRequest, charts: Charts): string {
  return JSON.stringify({ directory, ...flags, charts });
}

function inputsOf({ files, directory, isComplete }: BuildRequest): BuildInputs {
  return isComplete === true ? { digest: '', paths: files.paths(), directories: ['.'] } : inputFinder(files)(directory);
}

/** A failure is a JSON string, which no result is. It is kept like a result. */
async function askEngine(
  pool: WorkerPool,
  request: BuildRequest,
  inputs: BuildInputs,
  charts: Charts,
): Promise<string> {
  const { files, directory } = request;
  const texts = [
    optionsOf(request, charts),
    ...inputs.paths.flatMap((path) => [path, files.get(path) ?? '']),
    ...binaryInputs(request, inputs).flat(),
  ];
  const answer = await pool.run('build', encodeRequest(texts), `'${directory}'`);
  return 'result' in answer ? answer.result : JSON.stringify(answer.error);
}

function isFailure(answer: string): boolean {
  return answer.startsWith('"');
}

/** A panic may depend on this machine, so that it is not kept. */
async function remember(cache: ContentCache, key: string, ask: () => Promise<string>): Promise<string> {
  const known = await cache.get(key);
  if (known !== undefined) return known;
  const answer = await ask();
  if (!answer.startsWith('"panic: ')) await cache.set(key, answer);
  return answer;
}

function noKustomization(directory: string): GitopsError {
  return new GitopsError('ENGINE_KUSTOMIZE_FAILED', `'${directory}' has no kustomization file`, {
    hint: 'Add a kustomization.yaml, or name another directory.',
    source: { file: directory },
  });
}
