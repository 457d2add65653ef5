import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { Crd } from './crd.js';

/** The number of objects in one call. The time limit is for one call. */
const BATCH = 200;
const TIMEOUT_MS = 60_000;

/** @throws GitopsError ENGINE_MISSING */
export function createCrd(options: EngineOptions = {}): Crd {
  const engine = createJsonEngine(options, {
    name: 'crd',
    code: 'ENGINE_CRD_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the CustomResourceDefinition.',
  });
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    async validate(definition, version, objects) {
      const batches = Array.from({ length: Math.ceil(objects.length / BATCH) }, (_, index) =>
        objects.slice(index * BATCH, (index + 1) * BATCH),
      );
      const label = `CustomResourceDefinition '${definition.metadata.name}'`;
      const answers = await Promise.all(
        batches.map((batch) => engine.ask('validate', { definition, version, objects: batch }, label)),
      );
      // The engine returns a list of texts for each object.
      return answers.flatMap((answer) => JSON.parse(answer) as readonly (readonly string[])[]);
    },
    close: () => engine.close(),
  };
}
