import { InvalidArgumentError } from 'commander';
import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { clusterOptions } from '../../input/options/cluster-options.js';
import { limitOptions } from '../../input/options/limits.js';
import { OUTPUT_FORMATS } from '../../input/options/output.js';
import { reportOptions } from '../../input/options/reports.js';

export const planOptions = {
  ...clusterOptions,
  ...limitOptions,
  ...declareOptions('output', {
    out: {
      flags: '-o, --out <file>',
      help: 'write a plan file, which holds a later sync to this plan (sync --plan)',
      common: true,
      parse: planFileName,
    },
  }),
  ...reportOptions,
  output: { ...reportOptions.output, flags: '--output <format>' },
};

export type PlanOptions = ValuesOf<typeof planOptions>;

/** A format after `-o` is a mistake: with other commands `-o` is `--output`. */
function planFileName(name: string): string {
  if (OUTPUT_FORMATS.every((format) => format !== name)) return name;
  throw new InvalidArgumentError(
    `A format is given by --output, and -o of plan names the plan file. Write ./${name} when the file has that name.`,
  );
}
