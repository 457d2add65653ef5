import type { GeneratorFileOptions } from '../../input/generator-options.js';
import type { SourceFlags } from '../../input/source-options.js';

/** What `gitops render` was given. */
export interface RenderCommandOptions extends GeneratorFileOptions, SourceFlags {
  readonly all?: boolean;
  readonly namespaces?: boolean;
  readonly tracking?: 'annotation' | 'label' | 'annotation+label';
  readonly file?: string;
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly access?: string;
  readonly kubeconfig?: string;
  readonly repository: string;
  readonly outputDir?: string;
  readonly output: 'yaml' | 'json' | 'names';
}
