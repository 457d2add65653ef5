import type { GlobalOptions } from '../cli.js';
import type { ClusterOptions } from './cluster-options.js';
import type { LimitOptions } from './limits.js';

export interface SyncOptions extends ClusterOptions, LimitOptions, GlobalOptions {
  readonly dryRun?: boolean;
  readonly timeout?: number;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
  readonly lockTimeout?: number;
  readonly resume?: boolean;
}
