import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileSet } from '../../files/file-set.js';
import { createContentCache, NO_CACHE } from '../content-cache.js';
import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import { importedFiles } from './imported-files.js';

export interface JsonnetOptions extends EngineOptions {
  /** Where results are kept between runs, shared by all processes. Default: they are not kept. */
  readonly cacheDirectory?: string;
}

export interface JsonnetVariable {
  readonly name: string;
  readonly value: string;
  /** The value is Jsonnet and not text. Default: false. */
  readonly code?: boolean;
}

export interface JsonnetRequest {
  /** Everything that may be imported; paths as in the repository. */
  readonly files: FileSet;
  /** The file to evaluate. */
  readonly file: string;
  /** Folders where imports are looked for after the importing file's own; the last one first, as the command does. */
  readonly libraries?: readonly string[];
  /** `std.extVar`. */
  readonly extVariables?: readonly JsonnetVariable[];
  /** Arguments of the function that the file is. */
  readonly topLevelArguments?: readonly JsonnetVariable[];
}

/** Jsonnet as go-jsonnet does it, the implementation that Argo CD uses. */
export interface Jsonnet {
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * The value of a file.
   *
   * @throws GitopsError ENGINE_JSONNET_FAILED, ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  evaluate(request: JsonnetRequest): Promise<unknown>;
  close(): Promise<void>;
}

const CACHE_FORMAT = '1';
const TIMEOUT_MS = 30_000;

/** @throws GitopsError ENGINE_MISSING */
export function createJsonnet(options: JsonnetOptions = {}): Jsonnet {
  const engine = createJsonEngine(options, {
    name: 'jsonnet',
    code: 'ENGINE_JSONNET_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the file, or commit what it imports.',
  });
  const cache = options.cacheDirectory === undefined ? NO_CACHE : createContentCache(join(options.cacheDirectory, 'jsonnet'));
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    async evaluate({ files, file, libraries = [], extVariables = [], topLevelArguments = [] }) {
      const request = { file, files: importedFiles(files, file, libraries), libraries, extVariables, topLevel: topLevelArguments };
      const key = createHash('sha256')
        .update(`${CACHE_FORMAT}\0${engine.digest}\0${JSON.stringify(request)}`)
        .digest('hex');
      const known = await cache.get(key);
      if (known !== undefined) return JSON.parse(known);
      const json = await engine.ask('evaluate', request, `'${file}'`);
      await cache.set(key, json);
      return JSON.parse(json);
    },
    async close() {
      await engine.close();
      await cache.prune();
    },
  };
}
