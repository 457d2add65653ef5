import { parseJson } from '../../manifest/parse-json.js';
import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { Jq, JqOutcome } from './jq.js';

interface Answer {
  readonly value: readonly unknown[] | null;
  readonly error?: string;
}

/** The number of inputs in one call. The limit of a call is the sum of theirs. */
const BATCH = 20;
const TIMEOUT_MS = 30_000;

/** @throws GitopsError ENGINE_MISSING */
export function createJq(options: EngineOptions = {}): Jq {
  const engine = createJsonEngine(options, {
    name: 'jq',
    code: 'ENGINE_JQ_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the jq expression.',
    // That an expression compiles is kept. Its results are not, because they may depend on the time.
    isLasting: (result) => result === '[]',
  });
  const runBatch = async (expression: string, inputs: readonly unknown[]): Promise<readonly JqOutcome[]> => {
    // The engine returns one outcome for each input.
    const answers = parseJson(
      await engine.ask('run', { expression, inputs }, `jq '${expression}'`),
    ) as readonly Answer[];
    return answers.map(({ value, error }) => (error === undefined ? { results: value ?? [] } : { error }));
  };
  const run = async (expression: string, inputs: readonly unknown[]): Promise<readonly JqOutcome[]> => {
    // An expression is checked even without inputs.
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
        // An object without some paths is still an object.
        objects = objects.map((object, index) =>
          outcomes[index]?.results?.length === 1 ? (outcomes[index].results[0] as T) : object,
        );
      }
      return objects;
    },
    close: () => engine.close(),
  };
}
