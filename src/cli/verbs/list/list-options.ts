import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { tableOutputOption } from '../../input/options/output.js';
import { readingOptions } from '../../input/options/reading.js';
import { rootsOption } from '../../input/options/roots.js';

export const listOptions = {
  ...rootsOption,
  ...readingOptions,
  ...declareOptions('run', {
    resolve: {
      flags: '--resolve',
      help: 'ask other repositories and registries what their sources resolve to',
      common: true,
    },
  }),
  ...tableOutputOption,
};

export type ListOptions = ValuesOf<typeof listOptions>;
