import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { readingOptions } from '../../input/options/reading.js';
import { rootsOption } from '../../input/options/roots.js';

export const checkOptions = {
  ...rootsOption,
  ...readingOptions,
  ...declareOptions('run', {
    failOn: {
      flags: '--fail-on <level>',
      help: 'the exit code is 1 from this level on: error or warning',
      common: true,
      choices: ['error', 'warning'],
      default: 'error',
    },
    baseline: {
      flags: '--baseline <file>',
      help: 'do not report the findings that this file accepts, each with its reason',
      common: true,
    },
    updateBaseline: {
      flags: '--update-baseline',
      help: 'write all that is found today into the file of --baseline, and exit 0',
    },
  }),
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
