/** What every engine can be told. */
export interface EngineOptions {
  /** At most so many threads; a further one is started only when the work is worth it. Default: 1. */
  readonly workers?: number;
  /** For one call; the default is each engine's own. */
  readonly timeoutMs?: number;
  /** For each thread. Default: 512. */
  readonly memoryMb?: number;
  /** Folder of the WebAssembly modules. Default: the package's own. */
  readonly engineDirectory?: string;
}
