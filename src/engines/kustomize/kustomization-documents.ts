import type { FileSet } from '../../files/file-set.js';
import { parseYaml } from '../../manifest/yaml.js';

/** The parsed documents of a FileSet, for all callers: for a large repository parsing takes seconds. */
const parsed = new WeakMap<FileSet, Map<string, readonly unknown[] | { readonly error: unknown }>>();

/**
 * The YAML documents of a kustomization file, parsed once for each FileSet. Callers must not change them.
 *
 * @throws GitopsError as `parseYaml`, each time
 */
export function kustomizationDocuments(files: FileSet, file: string): readonly unknown[] {
  const known = parsed.get(files) ?? new Map<string, readonly unknown[] | { readonly error: unknown }>();
  parsed.set(files, known);
  const found = known.get(file) ?? attempt(files.get(file) ?? '', file);
  known.set(file, found);
  if ('error' in found) throw found.error;
  return found;
}

function attempt(text: string, file: string): readonly unknown[] | { readonly error: unknown } {
  try {
    return parseYaml(text, file);
  } catch (error) {
    return { error };
  }
}
