import type { ClusterOptions } from './cluster-options.js';

export interface HistoryOptions extends ClusterOptions {
  readonly limit?: number;
}
