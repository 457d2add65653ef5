import type { GlobalOptions } from '../cli.js';
import type { GeneratorFileOptions } from './generator-options.js';
import type { SourceFlags } from './source-options.js';

/** Where `gitops list` and `gitops check` read. */
export interface ReadingOptions extends GlobalOptions, GeneratorFileOptions, SourceFlags {
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly access?: string;
  readonly kubeconfig?: string;
  readonly repository: string;
  readonly outputDir?: string;
}
