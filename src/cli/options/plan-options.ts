import type { ClusterOptions } from './cluster-options.js';
import type { LimitOptions } from './limits.js';
import type { ReportOptions } from './reports.js';

/** What `gitops plan` was given. */
export type PlanOptions = ClusterOptions & LimitOptions & ReportOptions & { readonly out?: string };
