import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';

/** What an expression gave for one input: all its results in order, or why it failed there. */
export type JqOutcome =
  | { readonly results: readonly unknown[]; readonly error?: undefined }
  | { readonly results?: undefined; readonly error: string };

/** jq as gojq does it, the implementation that Argo CD uses. */
export interface Jq {
  readonly version: string;
  readonly enginesStarted: number;
  /**
   * Runs an expression on each input; at most a second and 100,000 results each.
   *
   * @throws GitopsError ENGINE_JQ_FAILED when the expression does not compile; ENGINE_TIMEOUT, ENGINE_FAILED, ENGINE_MISSING, ENGINE_CLOSED
   */
  run(expression: string, inputs: readonly unknown[]): Promise<readonly JqOutcome[]>;
  /**
   * Each input without what the paths select, as Argo CD's `jqPathExpressions`: a path that fails on an object is skipped there, the others still apply.
   *
   * @throws GitopsError ENGINE_JQ_FAILED when a path does not compile
   */
  deletePaths<T>(paths: readonly string[], inputs: readonly T[]): Promise<readonly T[]>;
  close(): Promise<void>;
}

interface Answer {
  readonly value: readonly unknown[] | null;
  readonly error?: string;
}

/** So many inputs at once: their limits add up. */
const BATCH = 20;
const TIMEOUT_MS = 30_000;

/** @throws GitopsError ENGINE_MISSING */
export function createJq(options: EngineOptions = {}): Jq {
  const engine = createJsonEngine(options, { name: 'jq', code: 'ENGINE_JQ_FAILED', timeoutMs: TIMEOUT_MS, hint: 'Correct the jq expression.' });
  const runBatch = async (expression: string, inputs: readonly unknown[]): Promise<readonly JqOutcome[]> => {
    // The engine gives one per input.
    const answers = JSON.parse(await engine.ask('run', { expression, inputs }, `jq '${expression}'`)) as readonly Answer[];
    return answers.map(({ value, error }) => (error === undefined ? { results: value ?? [] } : { error }));
  };
  const run = async (expression: string, inputs: readonly unknown[]): Promise<readonly JqOutcome[]> => {
    // An expression is checked even when there is nothing to run it on.
    const batches = Array.from({ length: Math.max(1, Math.ceil(inputs.length / BATCH)) }, (_, index) =>
      inputs.slice(index * BATCH, (index + 1) * BATCH),
    );
    return (await Promise.all(batches.map((batch) => runBatch(expression, batch)))).flat();
  };
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    run,
    async deletePaths<T>(paths: readonly string[], inputs: readonly T[]) {
      let objects = inputs;
      for (const path of paths) {
        const outcomes = await run(`del(${path})`, objects);
        // Deleting from an object leaves an object.
        objects = objects.map((object, index) => (outcomes[index]?.results?.length === 1 ? (outcomes[index].results[0] as T) : object));
      }
      return objects;
    },
    close: () => engine.close(),
  };
}
