import type { OutputFormat } from '../../input/options/output.js';
import type { ReadingOptions } from '../../input/reading-options.js';

/** What `gitops list` was given. */
export interface ListCommandOptions extends ReadingOptions {
  readonly resolve?: boolean;
  readonly output: OutputFormat;
}
