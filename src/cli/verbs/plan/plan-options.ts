import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { clusterOptions } from '../../input/options/cluster-options.js';
import { limitOptions } from '../../input/options/limits.js';
import { reportOptions } from '../../input/options/reports.js';

export const planOptions = {
  ...clusterOptions,
  ...limitOptions,
  ...declareOptions('output', {
    out: {
      flags: '-o, --out <file>',
      help: 'write a plan file, which holds a later sync to this plan (sync --plan)',
      common: true,
    },
  }),
  ...reportOptions,
  output: { ...reportOptions.output, flags: '--output <format>' },
};

export type PlanOptions = ValuesOf<typeof planOptions>;
