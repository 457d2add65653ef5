import { posix } from 'node:path';
import { namedPaths } from '../../engines/kustomize/build-inputs.js';
import { isComponent } from '../../engines/kustomize/is-component.js';
import { isKustomizationFile } from '../../engines/kustomize/kustomization-files.js';
import type { FileSet } from '../../files/file-set.js';
import { compareText } from '../../manifest/compare-text.js';

/** A kustomization that reads Argo CD resources and to which no other kustomization refers. */
export interface KustomizeRoot {
  readonly folder: string;
  /** The files with Argo CD resources, or with patches of them, that it reads at any depth. */
  readonly files: ReadonlySet<string>;
}

/**
 * Finds the kustomizations from which Argo CD resources are built: those to which no other kustomization
 * refers. The files that they read are bases or patches, and not resources that Argo CD gets. Components do
 * not count. Pure.
 *
 * @param mentioning the files that mention Argo CD resources
 */
export function kustomizeRoots(files: FileSet, mentioning: readonly string[]): readonly KustomizeRoot[] {
  const wanted = new Set(mentioning);
  const kustomizations = files.paths().filter(isKustomizationFile);
  const built = kustomizations.filter((path) => !isComponent(files, path)).map(posix.dirname);
  const namesOf = new Map(kustomizations.map(posix.dirname).map((folder) => [folder, namedPaths(files, folder)]));
  const named = new Set([...namesOf].flatMap(([folder, names]) => names.filter((name) => name !== folder)));
  return [...new Set(built)]
    .filter((folder) => !named.has(folder))
    .map((folder) => ({ folder, files: filesReached(folder, namesOf, wanted) }))
    .filter((root) => root.files.size > 0)
    .sort((left, right) => compareText(left.folder, right.folder));
}

function filesReached(
  folder: string,
  namesOf: ReadonlyMap<string, readonly string[]>,
  wanted: ReadonlySet<string>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const visited = new Set<string>();
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (visited.has(next)) continue;
    visited.add(next);
    if (wanted.has(next)) reached.add(next);
    pending.push(...(namesOf.get(next) ?? []));
  }
  return reached;
}
