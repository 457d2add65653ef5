/** What every engine can be told. */
export interface EngineOptions {
  /** At most so many threads; a further one is started only when the work is worth it. Default: 1. */
  readonly workers?: number;
  /**
   * Milliseconds of processor time for one call; the default is each engine's own. By the clock it ends at 20
   * times that, and not before 10 minutes.
   */
  readonly timeoutMs?: number | undefined;
  /** What to do when a call takes longer, for the hint of the error. Default: `Make it smaller.` */
  readonly timeoutHint?: string;
  /** For each thread. Default: 512. */
  readonly memoryMb?: number;
  /** Folder of the WebAssembly modules. Default: the package's own. */
  readonly engineDirectory?: string;
  /**
   * Where results that are the same at any time are kept between runs, shared by all processes. Default: they
   * are not kept.
   */
  readonly cacheDirectory?: string | undefined;
}
