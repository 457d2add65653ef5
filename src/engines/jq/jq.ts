/** The results of an expression for one input, in order, or the reason why it failed. */
export type JqOutcome =
  | { readonly results: readonly unknown[]; readonly error?: undefined }
  | { readonly results?: undefined; readonly error: string };

/** jq, evaluated by gojq, the implementation of Argo CD. */
export interface Jq {
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Runs an expression on each input; at most a second and 100,000 results each.
   *
   * @throws GitopsError ENGINE_JQ_FAILED when the expression does not compile; ENGINE_TIMEOUT, ENGINE_FAILED,
   * ENGINE_MISSING, ENGINE_CLOSED
   */
  run(expression: string, inputs: readonly unknown[]): Promise<readonly JqOutcome[]>;
  /**
   * Each input without what the paths select, as Argo CD's `jqPathExpressions`: a path that fails on an
   * object is skipped there, the others still apply.
   *
   * @throws GitopsError ENGINE_JQ_FAILED when a path does not compile
   */
  deletePaths<T>(paths: readonly string[], inputs: readonly T[]): Promise<readonly T[]>;
  close(): Promise<void>;
}
