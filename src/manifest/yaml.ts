import { GitopsError } from '../errors.js';
import { documentLines } from './document-lines.js';
import { itemsOf } from './items-of.js';
import { isKubeObject, type KubeObject, toKubeObject } from './kube-object.js';
import { parseDocuments } from './parse-documents.js';
import { placeInFile } from './text-place.js';
import { writeYaml } from './write-yaml.js';

/**
 * The value as YAML that Go's parsers (kubectl, kustomize, Argo CD) read back as the same value: LF, two
 * spaces, no aliases, no folding, keys in the given order.
 */
export function toYaml(value: unknown): string {
  return writeYaml(value);
}

/**
 * Every document of a YAML (or JSON) text that a person keeps, empty ones left out, with values as kubectl
 * and Argo CD read them: see GO_SCHEMA. What Argo CD reads as manifests is read by `readDocuments`.
 *
 * @param file name of the file, for errors
 * @param duplicates which of equal keys in a mapping counts: for some files Argo CD takes the last one.
 * Default: they are an error
 * @throws GitopsError MANIFEST_INVALID_YAML with the line of the fault
 */
export function parseYaml(text: string, file: string, duplicates: 'error' | 'last' = 'error'): unknown[] {
  const { documents } = parseDocuments(text, placeInFile(file), duplicates === 'last' ? 'manifest' : 'file');
  return documents.filter((document) => document !== null && document !== undefined);
}

/**
 * The Kubernetes objects of a YAML text that a person keeps; a `List` is taken apart.
 *
 * @throws GitopsError MANIFEST_INVALID_YAML, MANIFEST_INVALID_OBJECT, for each that is none
 */
export function parseObjects(text: string, file: string): KubeObject[] {
  const documents = parseYaml(text, file);
  const items = documents.flatMap((document, index) => itemsOf(document).map((item) => ({ item, index })));
  if (items.every(({ item }) => isKubeObject(item))) return items.map(({ item }) => toKubeObject(item, file));
  const lines = documentLines(text, documents.length);
  const faults: GitopsError[] = [];
  for (const { item, index } of items) {
    const line = lines?.[index];
    try {
      toKubeObject(item, file, { source: { file, line } });
    } catch (error) {
      if (!GitopsError.is(error)) throw error;
      faults.push(error);
    }
  }
  throw GitopsError.all(faults);
}
