import { posix } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import { isKustomizationFile } from '../../engines/kustomize/kustomization-files.js';
import type { FileSet } from '../../files/file-set.js';
import { isRecord } from '../../manifest/kube-object.js';

export type SourceType = 'kustomize' | 'helm' | 'directory' | 'plugin';

const TYPES: readonly SourceType[] = ['kustomize', 'helm', 'directory', 'plugin'];

/** Fields that only change the effect of other fields. Argo CD treats a block with only these as empty. */
const MODIFIERS: readonly string[] = [
  'commonAnnotationsEnvsubst',
  'forceCommonAnnotations',
  'forceCommonLabels',
  'labelIncludeTemplates',
  'labelWithoutSelector',
];

/** The types for which a source has a block with content. Argo CD refuses a source with several of them. */
export function typesWithContent(source: ApplicationSource): readonly SourceType[] {
  return typesWithBlock(withoutEmptyBlocks(source));
}

/** The types for which a source has a block, which may be empty. */
export function typesWithBlock(source: ApplicationSource): readonly SourceType[] {
  return TYPES.filter((type) => source[type] !== undefined && source[type] !== null);
}

/**
 * A source without its empty blocks, as the application controller sends it to the repo-server. An empty
 * block does not decide the type. In a `.argocd-source.yaml` it does, because the repo-server reads that
 * file.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.2.11/util/argo/argo.go NormalizeSource
 */
export function withoutEmptyBlocks(source: ApplicationSource): ApplicationSource {
  const { kustomize, helm, directory, ...rest } = source;
  return {
    ...rest,
    ...(hasContent(kustomize, MODIFIERS) ? { kustomize } : {}),
    ...(hasContent(helm) || helm?.valuesObject !== undefined ? { helm } : {}),
    ...(hasContent(directory) ? { directory } : {}),
  };
}

/**
 * The type that Argo CD detects for a folder. The last file, in the order of names, that belongs to a chart
 * or is a kustomization file decides; without such a file the folder has plain manifests. A file whose name
 * ends in `Chart.yaml` belongs to a chart.
 */
export function detectType(files: FileSet, path: string): SourceType {
  const known = decidingFiles.get(files) ?? findDecidingFiles(files);
  decidingFiles.set(files, known);
  const file = known.get(path || '.');
  if (file === undefined) return 'directory';
  return isKustomizationFile(file) ? 'kustomize' : 'helm';
}

/** For each folder, the name of the last file that decides its type. */
const decidingFiles = new WeakMap<FileSet, ReadonlyMap<string, string>>();

function findDecidingFiles(files: FileSet): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of files.paths()) {
    const name = posix.basename(path);
    if (name.endsWith('Chart.yaml') || isKustomizationFile(name)) found.set(posix.dirname(path), name);
  }
  return found;
}

/** True when a block has a field that is not empty. */
function hasContent(block: unknown, except: readonly string[] = []): boolean {
  if (!isRecord(block)) return false;
  return Object.entries(block).some(([field, value]) => {
    if (except.includes(field)) return false;
    if (Array.isArray(value)) return value.length > 0;
    if (!isRecord(value)) return Boolean(value);
    return field === 'jsonnet' ? hasContent(value) : Object.keys(value).length > 0;
  });
}
