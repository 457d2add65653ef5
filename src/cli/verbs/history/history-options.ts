import type { ClusterOptions } from '../../input/options/cluster-options.js';

export interface HistoryOptions extends ClusterOptions {
  readonly limit?: number;
}
