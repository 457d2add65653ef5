import { posix } from 'node:path';
import type { FileSet } from '../../../files/file-set.js';
import { isRecord } from '../../../manifest/kube-object.js';
import { findKustomizationFile } from '../build-inputs.js';
import { kustomizationDocuments } from '../kustomization-documents.js';
import { type Directive, directivesOf, type Kustomization } from './directive.js';

/** A directive, and the kustomization file that has it. */
export interface PlacedDirective {
  readonly file: string;
  readonly content: Kustomization;
  readonly directive: Directive;
}

/**
 * The directives of a directory's kustomization, and of the components that it includes. Bases are
 * directories of their own. Pure.
 *
 * @throws GitopsError MANIFEST_INVALID_YAML
 */
export function directivesIn(files: FileSet, directory: string): readonly PlacedDirective[] {
  return kustomizationsOf(files, directory).flatMap(({ file, content }) =>
    directivesOf(content).map((directive) => ({ file, content, directive })),
  );
}

function kustomizationsOf(
  files: FileSet,
  directory: string,
  visited = new Set<string>(),
): Omit<PlacedDirective, 'directive'>[] {
  const file = findKustomizationFile(files, directory);
  if (file === undefined || visited.has(file)) return [];
  visited.add(file);
  const [content] = kustomizationDocuments(files, file);
  if (!isRecord(content)) return [];
  const components = Array.isArray(content['components']) ? content['components'] : [];
  const below = components
    .filter((path) => typeof path === 'string')
    .map((path) => posix.normalize(posix.join(directory, path)).replace(/\/$/, ''));
  return [{ file, content }, ...below.flatMap((folder) => kustomizationsOf(files, folder, visited))];
}
