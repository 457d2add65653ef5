import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { Templates } from './templates.js';

interface Answer {
  readonly outcomes: readonly { readonly value: unknown; readonly error?: string }[];
  readonly volatile: readonly string[];
}

/** So many renderings at once. */
const BATCH = 500;
const TIMEOUT_MS = 30_000;

/** @throws GitopsError ENGINE_MISSING */
export function createTemplates(options: EngineOptions = {}): Templates {
  const engine = createJsonEngine(options, {
    name: 'template',
    code: 'ENGINE_TEMPLATE_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the template.',
  });
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    async render({ template, parameters, goTemplate = false, goTemplateOptions = [] }) {
      const batches = Array.from({ length: Math.ceil(parameters.length / BATCH) }, (_, index) =>
        parameters.slice(index * BATCH, (index + 1) * BATCH),
      );
      const answers = await Promise.all(
        batches.map((batch) => engine.ask('render', { template, parameters: batch, goTemplate, options: goTemplateOptions }, 'templates')),
      );
      const parsed = answers.map((answer) => JSON.parse(answer) as Answer);
      return {
        outcomes: parsed.flatMap(({ outcomes }) => outcomes.map(({ value, error }) => (error === undefined ? { value } : { error }))),
        volatile: [...new Set(parsed.flatMap((answer) => answer.volatile))].sort(),
      };
    },
    close: () => engine.close(),
  };
}
