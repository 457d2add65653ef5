import type { GlobalOptions } from '../../cli.js';
import type { ClusterOptions } from '../../input/options/cluster-options.js';
import type { HealthRulesOption } from '../../input/options/health.js';

export interface DeleteOptions extends ClusterOptions, HealthRulesOption, GlobalOptions {
  readonly cascade?: 'background' | 'foreground' | 'orphan';
  readonly pruneProtected?: boolean;
  readonly confirmPrune?: boolean;
  readonly anyRepository?: boolean;
  readonly dryRun?: boolean;
  readonly timeout?: number;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
  readonly lockTimeout?: number;
  readonly yes?: boolean;
}
