import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { outputOption } from '../../input/options/output.js';

export const initOptions = {
  ...declareOptions('run', {
    name: {
      flags: '--name <name>',
      help: 'name of the repository (default: the name of the folder)',
      common: true,
    },
    dryRun: { flags: '--dry-run', help: 'write nothing; say what would be written', common: true },
  }),
  ...outputOption,
};

export type InitOptions = ValuesOf<typeof initOptions>;
