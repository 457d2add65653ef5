import type { FileSet } from './file-set.js';

/**
 * Files that are written and deleted together: one application, or one area such as the projects.
 *
 * Each unit has one manifest, `.gitops/<name>.json`, that lists its files with their hashes, so that branches
 * that change different units merge.
 */
export interface OwnershipUnit {
  /** Names the manifest; may contain `/`, such as `applications/guestbook`. Unique in a synth. */
  readonly name: string;
  /** Paths relative to the output folder. No path belongs to two units. */
  readonly files: FileSet;
}
