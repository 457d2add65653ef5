import { otherPaths } from './other-paths.js';
import type { RevisionFiles } from './revision-files.js';

const MANIFEST = /\.(ya?ml|json)$/;

/** How much of a revision was looked at for resources of Argo CD. */
export interface Looked {
  /** The folder, relative to the root of the repository; `.` for all of it. */
  readonly folder: string;
  /** All files in it, whatever they are. */
  readonly files: number;
  /** YAML and JSON files. */
  readonly manifests: number;
  /** Folders that have YAML or JSON files. */
  readonly folders: number;
}

/** Counts what was looked at. Pure. */
export function lookedAt({ tree, output, beside }: Pick<RevisionFiles, 'beside' | 'output' | 'tree'>): Looked {
  const folder = beside ? '' : output;
  const isInside = (path: string) => folder === '' || path.startsWith(`${folder}/`);
  const others = otherPaths(tree).filter(isInside);
  const files = tree.files.below(folder);
  const manifests = files.paths().filter((path) => MANIFEST.test(path));
  const folders = new Set(manifests.map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
  return {
    folder: folder || '.',
    files: files.size + others.length,
    manifests: manifests.length,
    folders: folders.size,
  };
}
