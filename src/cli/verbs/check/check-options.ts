import type { OutputFormat } from '../../input/options/output.js';
import type { ReadingOptions } from '../../input/reading-options.js';

/** What `gitops check` was given. */
export interface CheckCommandOptions extends ReadingOptions {
  readonly output: OutputFormat | 'sarif' | 'junit';
}
