/** The result of an expression for one input, or the reason why it failed. */
export type CelOutcome =
  | { readonly value: unknown; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: string };

/**
 * The Common Expression Language, evaluated by cel-go, with the extensions of Kubernetes and optional values
 * (`object.?status.orValue({})`).
 */
export interface Cel {
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Evaluates an expression for each set of variables; at most a second and 10,000,000 cost units each, as
   * one validation rule of Kubernetes.
   *
   * @param variables equally named in each input; whole numbers are integers
   * @throws GitopsError ENGINE_CEL_FAILED when the expression does not compile; ENGINE_TIMEOUT,
   * ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  evaluate(
    expression: string,
    variables: readonly Readonly<Record<string, unknown>>[],
    names?: readonly string[],
  ): Promise<readonly CelOutcome[]>;
  close(): Promise<void>;
}
