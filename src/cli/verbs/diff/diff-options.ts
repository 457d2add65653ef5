import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { clusterOptions } from '../../input/options/cluster-options.js';
import { limitOptions } from '../../input/options/limits.js';
import { count } from '../../input/options/numbers.js';
import { reportOptions } from '../../input/options/reports.js';

export const diffOptions = {
  ...clusterOptions,
  ...limitOptions,
  ...reportOptions,
  ...declareOptions('output', {
    unified: {
      flags: '-U, --unified <lines>',
      help: 'lines around each difference (default: 3)',
      common: true,
      parse: count,
      engine: 'contextLines',
    },
  }),
};

export type DiffOptions = ValuesOf<typeof diffOptions>;
