import type { FileSet } from '../../files/file-set.js';
import { assumedRoot } from './assumed-root.js';
import { mentionsArgo } from './mentions-argo.js';

const TEMPLATE = /\.(ya?ml|json|tpl|jsonnet|libsonnet)$/;

/**
 * The outermost folders that kustomize, Helm or Jsonnet builds and whose files mention Argo CD resources.
 * They are apps of apps, perhaps without an Argo Application.
 */
export function builtFolders(files: FileSet): readonly string[] {
  const found = files.entries().flatMap(([path, content]) => {
    if (!TEMPLATE.test(path) || !mentionsArgo(content)) return [];
    return foldersOf(path).find((folder) => isBuiltInto(files, folder)) ?? [];
  });
  return [...new Set(found)].sort();
}

/** Jsonnet has many other uses. A file that neither mentions Argo CD nor imports anything does not count. */
function isBuiltInto(files: FileSet, folder: string): boolean {
  const root = assumedRoot(files, folder);
  if (root === undefined || !root.file.endsWith('.jsonnet')) return root !== undefined;
  const direct = files
    .below(folder)
    .entries()
    .filter(([path]) => /^[^/]+\.jsonnet$/.test(path));
  return direct.some(([, content]) => mentionsArgo(content) || /\bimport\b/.test(content));
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}
