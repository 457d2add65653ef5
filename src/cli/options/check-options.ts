import type { GlobalOptions } from '../cli.js';
import type { GeneratorFileOptions } from '../generator-options.js';
import type { SourceFlags } from '../source-options.js';
import type { OutputFormat } from './output.js';

/** Where `gitops list` and `gitops check` read. */
export interface ReadingOptions extends GlobalOptions, GeneratorFileOptions, SourceFlags {
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly access?: string;
  readonly kubeconfig?: string;
  readonly repository: string;
  readonly outputDir?: string;
}

/** What `gitops list` was given. */
export interface ListCommandOptions extends ReadingOptions {
  readonly resolve?: boolean;
  readonly output: OutputFormat;
}

/** What `gitops check` was given. */
export interface CheckCommandOptions extends ReadingOptions {
  readonly output: OutputFormat | 'sarif' | 'junit';
}
