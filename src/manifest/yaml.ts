import { loadAll, YAMLException } from 'js-yaml';
import { loadAll as loadAllLiberally } from 'js-yaml-4';
import { GitopsError, type SourceLocation } from '../errors.js';
import { isRecord, type KubeObject, toKubeObject } from './kube-object.js';
import { writeYaml } from './write-yaml.js';

/** The value as YAML that Go's parsers (kubectl, kustomize, Argo CD) read back as the same value: LF, two spaces, no aliases, no folding, keys in the given order. */
export function toYaml(value: unknown): string {
  return writeYaml(value);
}

/** Several documents in one file, separated by `---`. */
export function toYamlDocuments(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

/**
 * Every document of a YAML (or JSON) text, empty ones left out.
 *
 * @param file name of the file, for errors
 * @throws GitopsError MANIFEST_INVALID_YAML with the line of the fault
 */
export function parseYaml(text: string, file: string): unknown[] {
  try {
    return withoutEmpty(loadAll(text, { filename: file }));
  } catch (strict) {
    try {
      return withoutEmpty(loadAllLiberally(text, null, { filename: file }));
    } catch {
      throw invalidYaml(strict, file);
    }
  }
}

/**
 * The Kubernetes objects of a YAML text; a `List` is taken apart.
 *
 * @throws GitopsError MANIFEST_INVALID_YAML, MANIFEST_INVALID_OBJECT
 */
export function parseObjects(text: string, file: string): KubeObject[] {
  return parseYaml(text, file).flatMap((document) => {
    if (isRecord(document) && typeof document['kind'] === 'string' && document['kind'].endsWith('List') && Array.isArray(document['items'])) {
      return document['items'].map((item) => toKubeObject(item, file));
    }
    return [toKubeObject(document, file)];
  });
}

function withoutEmpty(documents: readonly unknown[]): unknown[] {
  return documents.filter((document) => document !== null && document !== undefined);
}

function invalidYaml(cause: unknown, file: string): GitopsError {
  const at = cause instanceof YAMLException ? (cause.mark as { line?: number; column?: number } | null) : null;
  const source: SourceLocation = { file, ...(at?.line === undefined ? {} : { line: at.line + 1, column: (at.column ?? 0) + 1 }) };
  const reason = cause instanceof YAMLException ? cause.reason : String(cause);
  return new GitopsError('MANIFEST_INVALID_YAML', `'${file}' is not valid YAML: ${reason}`, { source, hint: 'Mend the file at that line.' });
}
