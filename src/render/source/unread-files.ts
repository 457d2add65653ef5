import type { SourceTree } from './source-context.js';

/** Files that are in a tree, and are read only when a source needs them. */
export interface UnreadFiles {
  /** Sorted. */
  readonly paths: readonly string[];
  /**
   * The tree with these files, and with all that was asked for before. What several sources ask for at once is
   * read together. Without any path: the tree as it was read last.
   */
  read(paths: readonly string[]): Promise<SourceTree>;
}
