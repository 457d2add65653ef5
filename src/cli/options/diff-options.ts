import type { ClusterOptions } from './cluster-options.js';
import type { LimitOptions } from './limits.js';
import type { ReportOptions } from './reports.js';

/** Options of `diff`, and of `sync --dry-run`. */
export type DiffOptions = ClusterOptions & LimitOptions & ReportOptions & { readonly unified?: number };
