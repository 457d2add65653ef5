import type { GlobalOptions } from '../../cli.js';
import type { ClusterOptions } from '../../input/options/cluster-options.js';

export interface OrphansOptions extends Omit<ClusterOptions, 'environment' | 'application' | 'all'>, GlobalOptions {
  readonly tracked?: boolean;
  readonly anyRepository?: boolean;
}
