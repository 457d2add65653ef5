import type { GeneratorFileOptions } from '../generator-options.js';

/** What `gitops render` was given. */
export interface RenderCommandOptions extends GeneratorFileOptions {
  readonly file?: string;
  readonly revision?: string;
  readonly worktree?: boolean;
  readonly repository: string;
  readonly outputDir?: string;
  readonly output: 'yaml' | 'json' | 'names';
}
