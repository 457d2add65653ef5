import type { GlobalOptions } from '../../cli.js';
import type { ClusterOptions } from '../../input/options/cluster-options.js';
import type { LimitOptions } from '../../input/options/limits.js';
import type { ReportOptions } from '../../input/options/reports.js';

export interface SyncOptions extends ClusterOptions, LimitOptions, ReportOptions, GlobalOptions {
  readonly dryRun?: boolean;
  /** A plan file. */
  readonly plan?: string;
  /** Of the plan file. */
  readonly maxAge?: number;
  readonly timeout?: number;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
  /** False with `--no-logs`. */
  readonly logs?: boolean;
  readonly lockTimeout?: number;
  readonly ignoreWindows?: boolean;
  readonly retryLimit?: number;
  readonly resume?: boolean;
}
