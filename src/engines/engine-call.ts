import type { GitopsError } from '../errors.js';

/** The answer of an engine: the result, or the error of the program. */
export type EngineAnswer = { readonly result: string } | { readonly error: string };

export interface WorkerLimits {
  /** The largest number of threads. */
  readonly workers: number;
  /** The limit of one call: milliseconds of processor time, as `timeBudget` counts it. */
  readonly timeoutMs: number;
  /** The hint for a call that exceeds the limit. Default: to make it smaller. */
  readonly timeoutHint?: string | undefined;
  /** The limit of one worker's WebAssembly memory. */
  readonly memoryMb: number;
}

/** A call that waits or runs. */
export interface EngineCall {
  readonly operation: string;
  readonly bytes: Uint8Array;
  /** A description of the work, for errors. */
  readonly label: string;
  resolve(answer: EngineAnswer): void;
  reject(error: GitopsError): void;
}
