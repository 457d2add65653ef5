import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { Cel } from './cel.js';

interface Answer {
  readonly value: unknown;
  readonly error?: string;
}

/** The number of inputs in one call. The limit of a call is the sum of theirs. */
const BATCH = 20;
const TIMEOUT_MS = 30_000;

/** @throws GitopsError ENGINE_MISSING */
export function createCel(options: EngineOptions = {}): Cel {
  const engine = createJsonEngine(options, {
    name: 'cel',
    code: 'ENGINE_CEL_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the CEL expression.',
  });
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    async evaluate(expression, variables, names = Object.keys(variables[0] ?? {})) {
      // An expression is checked even without inputs.
      const batches = Array.from({ length: Math.max(1, Math.ceil(variables.length / BATCH)) }, (_, index) =>
        variables.slice(index * BATCH, (index + 1) * BATCH),
      );
      const answers = await Promise.all(
        batches.map((inputs) => engine.ask('run', { expression, inputs, names }, `CEL '${expression}'`)),
      );
      return answers.flatMap((answer) =>
        (JSON.parse(answer) as readonly Answer[]).map(({ value, error }) =>
          error === undefined ? { value } : { error },
        ),
      );
    },
    close: () => engine.close(),
  };
}
