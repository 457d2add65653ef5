import type { ApplicationSource } from '../../argocd/application/application.js';
import type { FileSet } from '../../files/file-set.js';

export type SourceType = 'kustomize' | 'helm' | 'directory' | 'plugin';

const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const TYPES: readonly SourceType[] = ['kustomize', 'helm', 'directory', 'plugin'];

/**
 * The types that a source states by itself, in Argo CD's sense: an empty block states nothing. More than one
 * is an error there.
 */
export function statedTypes(source: ApplicationSource): readonly SourceType[] {
  return TYPES.filter((type) => isStated(source[type]));
}

/** What Argo CD takes a folder for: kustomize before Helm, otherwise plain manifests. */
export function detectType(files: FileSet, path: string): SourceType {
  const has = (name: string) => files.has(path === '' ? name : `${path}/${name}`);
  if (KUSTOMIZATION_FILES.some(has)) return 'kustomize';
  return has('Chart.yaml') ? 'helm' : 'directory';
}

function isStated(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return false;
  if (typeof value !== 'object') return true;
  return Object.values(value).some(isStated) || (Array.isArray(value) && value.length > 0);
}
