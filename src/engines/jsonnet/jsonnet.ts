import type { FileSet } from '../../files/file-set.js';
import type { EngineOptions } from '../engine-options.js';

export interface JsonnetOptions extends EngineOptions {
  /**
   * The folder in which results are kept between runs. All processes share it. Default: results are not kept.
   */
  readonly cacheDirectory?: string;
}

export interface JsonnetVariable {
  readonly name: string;
  readonly value: string;
  /** True when the value is Jsonnet instead of text. Default: false. */
  readonly code?: boolean;
}

export interface JsonnetRequest {
  /** All files that may be imported, with their paths in the repository. */
  readonly files: FileSet;
  /** The file to evaluate. */
  readonly file: string;
  /**
   * Folders in which imports are searched after the folder of the importing file. The last one is first, as
   * for the command.
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
