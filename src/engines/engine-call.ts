import type { GitopsError } from '../errors.js';

/** What an engine answered: its result, or the error of the program it stands for. */
export type EngineAnswer = { readonly result: string } | { readonly error: string };

export interface WorkerLimits {
  /** At most so many threads. */
  readonly workers: number;
  /** For one call: milliseconds of processor time, as `timeBudget` counts it. */
  readonly timeoutMs: number;
  /** What to do when a call takes longer. Default: to make it smaller. */
  readonly timeoutHint?: string | undefined;
  /** For one worker's WebAssembly memory. */
  readonly memoryMb: number;
}

/** One call on its way. */
export interface EngineCall {
  readonly operation: string;
  readonly bytes: Uint8Array;
  /** What is being done, for errors. */
  readonly label: string;
  resolve(answer: EngineAnswer): void;
  reject(error: GitopsError): void;
}
