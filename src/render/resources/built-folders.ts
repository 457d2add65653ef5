import type { FileSet } from '../../files/file-set.js';
import { assumedRoot } from './assumed-root.js';
import { mentionsArgo } from './mentions-argo.js';

const TEMPLATE = /\.(ya?ml|json|tpl|jsonnet|libsonnet)$/;

/**
 * Folders that kustomize, Helm or Jsonnet builds and whose files mention Argo CD resources: apps of apps that
 * may have no Argo Application. The outermost ones.
 */
export function builtFolders(files: FileSet): readonly string[] {
  const found = files.entries().flatMap(([path, content]) => {
    if (!TEMPLATE.test(path) || !mentionsArgo(content)) return [];
    return foldersOf(path).find((folder) => assumedRoot(files, folder) !== undefined) ?? [];
  });
  return [...new Set(found)].sort();
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}
