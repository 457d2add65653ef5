import type { API_VERSION } from '../../workflow/api/results.js';

/** What `init` wrote, or with `--dry-run` would write. */
export interface InitResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'InitResult';
  readonly directory: string;
  /** Name of the repository, as npm allows it. */
  readonly name: string;
  /** What was written, or would be: sorted, relative to the directory. */
  readonly files: readonly string[];
  /** What became of each file of the template, sorted by path. */
  readonly changes: readonly { readonly path: string; readonly change: 'create' | 'merge' | 'beside' | 'keep' }[];
  /** URL and branch that Argo CD will follow; the URL is an example where Git did not say it. */
  readonly url: string;
  readonly branch: string;
  readonly dryRun: boolean;
  /** What is left to do by hand. */
  readonly notes: readonly string[];
}
