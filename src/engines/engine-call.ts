import type { GitopsError } from '../errors.js';

/** What an engine answered: its result, or the error of the program it stands for. */
export type EngineAnswer = { readonly result: string } | { readonly error: string };

export interface WorkerLimits {
  /** At most so many threads. */
  readonly workers: number;
  /** For one call. */
  readonly timeoutMs: number;
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
