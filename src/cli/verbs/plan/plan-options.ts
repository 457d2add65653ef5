import type { ClusterOptions } from '../../input/options/cluster-options.js';
import type { LimitOptions } from '../../input/options/limits.js';
import type { ReportOptions } from '../../input/options/reports.js';

/** What `gitops plan` was given. */
export type PlanOptions = ClusterOptions & LimitOptions & ReportOptions & { readonly out?: string };
