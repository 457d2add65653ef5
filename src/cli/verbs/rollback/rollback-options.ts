import type { GlobalOptions } from '../../cli.js';
import type { ClusterOptions } from '../../input/options/cluster-options.js';

export interface RollbackOptions extends Omit<ClusterOptions, 'revision' | 'worktree'>, GlobalOptions {
  readonly to?: string;
  readonly commit?: boolean;
  readonly timeout?: number;
  readonly logs?: boolean;
  readonly lockTimeout?: number;
  readonly ignoreWindows?: boolean;
  readonly yes?: boolean;
}
