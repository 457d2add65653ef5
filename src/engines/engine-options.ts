/** The options of every engine. */
export interface EngineOptions {
  /** The largest number of threads. A further thread starts only when there is enough work. Default: 1. */
  readonly workers?: number;
  /**
   * The limit of one call, in milliseconds of processor time. Each engine has its own default. By the clock a
   * call ends at 20 times that, and not before 10 minutes.
   */
  readonly timeoutMs?: number | undefined;
  /** The hint for a call that exceeds the limit. Default: `Make it smaller.` */
  readonly timeoutHint?: string;
  /** The memory limit of each thread, in MiB. Default: 512. */
  readonly memoryMb?: number;
  /** The folder of the WebAssembly modules. Default: the package's own. */
  readonly engineDirectory?: string;
  /**
   * The folder in which results that never change are kept between runs. All processes share it. Default:
   * results are not kept.
   */
  readonly cacheDirectory?: string | undefined;
}
