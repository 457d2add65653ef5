import { posix } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import type { FileSet } from '../../files/file-set.js';
import { isRecord } from '../../manifest/kube-object.js';

export type SourceType = 'kustomize' | 'helm' | 'directory' | 'plugin';

const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const TYPES: readonly SourceType[] = ['kustomize', 'helm', 'directory', 'plugin'];

/** Fields that only say how others are meant: with these alone Argo CD takes a block for an empty one. */
const SAYS_NOTHING: readonly string[] = [
  'commonAnnotationsEnvsubst',
  'forceCommonAnnotations',
  'forceCommonLabels',
  'labelIncludeTemplates',
  'labelWithoutSelector',
];

/**
 * The types that a source states by itself, in Argo CD's sense: an empty block states nothing. More than one
 * is an error there.
 */
export function statedTypes(source: ApplicationSource): readonly SourceType[] {
  return givenTypes(withoutEmptyBlocks(source));
}

/** The types of which a source has a block, empty or not. */
export function givenTypes(source: ApplicationSource): readonly SourceType[] {
  return TYPES.filter((type) => source[type] !== undefined && source[type] !== null);
}

/**
 * A source without its empty blocks, as the application controller hands it to the repo-server: such a block
 * states no type. In a `.argocd-source.yaml` an empty block does, because the repo-server reads that file.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/util/argo/argo.go NormalizeSource
 */
export function withoutEmptyBlocks(source: ApplicationSource): ApplicationSource {
  const { kustomize, helm, directory, ...rest } = source;
  return {
    ...rest,
    ...(isStated(kustomize, SAYS_NOTHING) ? { kustomize } : {}),
    ...(isStated(helm) || helm?.valuesObject !== undefined ? { helm } : {}),
    ...(isStated(directory) ? { directory } : {}),
  };
}

/**
 * What Argo CD takes a folder for: a chart or a kustomization by the last of their files in it, in the order
 * of names; otherwise plain manifests. Any name that ends in `Chart.yaml` means a chart.
 */
export function detectType(files: FileSet, path: string): SourceType {
  const known = tellingFiles.get(files) ?? findTellingFiles(files);
  tellingFiles.set(files, known);
  const file = known.get(path || '.');
  if (file === undefined) return 'directory';
  return KUSTOMIZATION_FILES.includes(file) ? 'kustomize' : 'helm';
}

/** Folder to the name of the last file in it that tells a type. */
const tellingFiles = new WeakMap<FileSet, ReadonlyMap<string, string>>();

function findTellingFiles(files: FileSet): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of files.paths()) {
    const name = posix.basename(path);
    if (name.endsWith('Chart.yaml') || KUSTOMIZATION_FILES.includes(name)) found.set(posix.dirname(path), name);
  }
  return found;
}

/** Whether a block has a field that is not empty. */
function isStated(block: unknown, except: readonly string[] = []): boolean {
  if (!isRecord(block)) return false;
  return Object.entries(block).some(([field, value]) => {
    if (except.includes(field)) return false;
    if (Array.isArray(value)) return value.length > 0;
    if (!isRecord(value)) return Boolean(value);
    return field === 'jsonnet' ? isStated(value) : Object.keys(value).length > 0;
  });
}
