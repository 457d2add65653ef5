import type { ClusterOptions } from '../../input/options/cluster-options.js';
import type { LimitOptions } from '../../input/options/limits.js';
import type { ReportOptions } from '../../input/options/reports.js';

/** Options of `diff`, and of `sync --dry-run`. */
export type DiffOptions = ClusterOptions & LimitOptions & ReportOptions & { readonly unified?: number };
