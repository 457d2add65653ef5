import type { ValuesOf } from '../../command/option.js';
import { accessOptions } from './access.js';
import type { healthRulesOption } from './health.js';
import { tableOutputOption } from './output.js';
import { revisionOptions } from './revision.js';
import { selectionOptions } from './selection.js';

/** What every command that compares a revision with clusters takes. */
export const clusterOptions = {
  ...selectionOptions,
  ...revisionOptions,
  ...accessOptions,
  ...tableOutputOption,
};

/** What is read of them. */
export type ClusterOptions = ValuesOf<Omit<typeof clusterOptions, 'output'> & typeof healthRulesOption>;
