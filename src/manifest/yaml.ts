import { loadAll, YAMLException } from 'js-yaml';
import { loadAll as loadAllLiberally } from 'js-yaml-4';
import { GitopsError, type SourceLocation } from '../errors.js';
import { documentLines } from './document-lines.js';
import { GO_SCHEMA } from './go-schema.js';
import { itemsOf } from './items-of.js';
import { isKubeObject, type KubeObject, toKubeObject } from './kube-object.js';
import { LIBERAL_SCHEMA } from './liberal-schema.js';
import { writeYaml } from './write-yaml.js';

/** Of nested collections. Kubernetes' own limit is far below. */
const MAX_DEPTH = 1_000;
const MAX_VALUES = 1_000_000;
/**
 * What js-yaml 5 says of a quoted text whose further lines are not indented deeper than its key. Go and
 * js-yaml 4 read it.
 */
const ONLY_REFUSED_HERE = 'deficient indentation';

/**
 * The value as YAML that Go's parsers (kubectl, kustomize, Argo CD) read back as the same value: LF, two
 * spaces, no aliases, no folding, keys in the given order.
 */
export function toYaml(value: unknown): string {
  return writeYaml(value);
}

/**
 * Every document of a YAML (or JSON) text, empty ones left out, read as kubectl and Argo CD read it: see
 * GO_SCHEMA. A key that is there twice is an error.
 *
 * @param file name of the file, for errors
 * @throws GitopsError MANIFEST_INVALID_YAML with the line of the fault
 */
export function parseYaml(text: string, file: string): unknown[] {
  const documents = withoutEmpty(load(text, file));
  // Aliases put one value into several places.
  if (text.includes('*')) for (const document of documents) assertTree(document, file);
  return documents;
}

function load(text: string, file: string): unknown[] {
  try {
    return loadAll(text, { filename: file, schema: GO_SCHEMA, maxDepth: MAX_DEPTH });
  } catch (strict) {
    if (GitopsError.is(strict)) throw inFile(strict, file);
    if (!(strict instanceof YAMLException && strict.reason === ONLY_REFUSED_HERE)) throw invalidYaml(strict, file);
    try {
      return loadAllLiberally(text, null, { filename: file, schema: LIBERAL_SCHEMA });
    } catch {
      throw invalidYaml(strict, file);
    }
  }
}

/** Refuses what is small as text and has no end, or none worth waiting for, as data. */
function assertTree(document: unknown, file: string): void {
  const open = new Set<unknown>();
  let values = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (open.has(value)) throw invalidYaml('an anchor contains itself', file);
    if (++values > MAX_VALUES) throw invalidYaml(`aliases make more than ${MAX_VALUES} values of it`, file);
    open.add(value);
    for (const item of Object.values(value)) visit(item);
    open.delete(value);
  };
  visit(document);
}

/**
 * The Kubernetes objects of a YAML text; a `List` is taken apart.
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

function withoutEmpty(documents: readonly unknown[]): unknown[] {
  return documents.filter((document) => document !== null && document !== undefined);
}

function inFile(error: GitopsError, file: string): GitopsError {
  return error.with({ message: `'${file}' is not valid YAML: ${error.message}`, source: { ...error.source, file } });
}

function invalidYaml(cause: unknown, file: string): GitopsError {
  const at = cause instanceof YAMLException ? (cause.mark as { line?: number; column?: number } | null) : null;
  const source: SourceLocation = {
    file,
    ...(at?.line === undefined ? {} : { line: at.line + 1, column: (at.column ?? 0) + 1 }),
  };
  const reason = cause instanceof YAMLException ? cause.reason : String(cause);
  return new GitopsError('MANIFEST_INVALID_YAML', `'${file}' is not valid YAML: ${reason}`, {
    source,
    hint: 'Correct the file at that line.',
  });
}
