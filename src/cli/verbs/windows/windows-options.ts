import type { ValuesOf } from '../../command/option.js';
import { tableOutputOption } from '../../input/options/output.js';
import { readingOptions } from '../../input/options/reading.js';
import { rootsOption } from '../../input/options/roots.js';
import { selectionOptions } from '../../input/options/selection.js';

export const windowsOptions = {
  ...selectionOptions,
  ...rootsOption,
  ...readingOptions,
  ...tableOutputOption,
};

export type WindowsOptions = ValuesOf<typeof windowsOptions>;
