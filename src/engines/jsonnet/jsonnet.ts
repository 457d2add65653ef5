import type { FileSet } from '../../files/file-set.js';
import type { EngineOptions } from '../engine-options.js';

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
  /**
   * Folders where imports are looked for after the importing file's own; the last one first, as the command
   * does.
   */
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
