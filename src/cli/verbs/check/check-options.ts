import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { readingOptions } from '../../input/options/reading.js';

export const checkOptions = {
  ...readingOptions,
  ...declareOptions('output', {
    output: {
      flags: '-o, --output <format>',
      help: 'text, json: one document, sarif for code scanning, or junit',
      common: true,
      choices: ['text', 'json', 'sarif', 'junit'],
      default: 'text',
    },
  }),
};

export type CheckOptions = ValuesOf<typeof checkOptions>;
