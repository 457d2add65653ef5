import { loadAll, YAMLException } from 'js-yaml';
import { loadAll as loadAllLiberally } from 'js-yaml-4';
import { GitopsError } from '../errors.js';
import { GO_MERGE_SCHEMA } from './go-merge-schema.js';
import { GO_SCHEMA } from './go-schema.js';
import { LIBERAL_SCHEMA } from './liberal-schema.js';
import type { PlaceOf } from './text-place.js';
import { toJson } from './to-json.js';
import { wrongEscape } from './wrong-escape.js';

/** Of nested collections. Kubernetes' own limit is far below. */
const OPTIONS = { schema: GO_SCHEMA, maxDepth: 1_000 };
const MAX_VALUES = 1_000_000;
/** Twice the largest file that is read: without aliases no document comes near it. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
/**
 * What js-yaml 5 says of a quoted text whose further lines are not indented deeper than its key. Go and
 * js-yaml 4 read it.
 */
const ONLY_REFUSED_HERE = 'deficient indentation';
const DUPLICATE = 'duplicated mapping key';
const WRONG_ESCAPE = 'unknown escape sequence';
const NOT_THE_END = 'end of the stream or a document separator is expected';
/** Comments and empty lines, the mark of a document, and the beginning of a value in brackets. */
const BRACKETED = /^(?:\s|#[^\n]*\n)*(?:---[ \t]*(?:#[^\n]*)?\n(?:\s|#[^\n]*\n)*)?[{[]/;
/** What cannot begin anything, or only what Go reads on to its end. */
const NO_TOKEN = /^(?:[@`"'*&!|>%]|[-?:](?:\s|$))/;
const DIRECTIVE = /^%(?:YAML[ \t]+\d+\.\d+|TAG[ \t]+\S+[ \t]+\S+)[ \t]*(?:#.*)?$/m;
const TAB = /\n *\t/;

/** Documents of a YAML text. */
export interface ParsedYaml {
  /** Empty ones are null or undefined. */
  readonly documents: readonly unknown[];
  /** The line, from 1, of the first key that its mapping has twice. The last one counts. */
  readonly duplicate?: number;
  /** The line, from 1, from which on nothing is read. */
  readonly unread?: number;
}

/**
 * The documents of a YAML text, with values as Go reads them: see GO_SCHEMA.
 *
 * @param place of a line of the text
 * @param as `file`: all of it, and of equal keys none; `manifest`: as kubectl and Argo CD read one document:
 * the last of equal keys counts, and what follows a value in brackets does not
 * @throws GitopsError MANIFEST_INVALID_YAML with the line of the fault
 */
export function parseDocuments(text: string, place: PlaceOf, as: 'file' | 'manifest'): ParsedYaml {
  const parsed = load(text, place, as);
  // Aliases put one value into several places.
  if (text.includes('*')) for (const document of parsed.documents) assertTree(document, place);
  return parsed;
}

function load(text: string, place: PlaceOf, as: 'file' | 'manifest'): ParsedYaml {
  try {
    return { documents: documentsOf(text, place, as, false) };
  } catch (strict) {
    if (GitopsError.is(strict)) throw strict.source === undefined ? inPlace(strict, place) : strict;
    const parsed = strict instanceof YAMLException ? loadAsGo(text, strict, place, as) : undefined;
    if (parsed === undefined) throw invalidYaml(strict, place);
    return parsed;
  }
}

/** What Go reads all the same; undefined where it does not. */
function loadAsGo(
  text: string,
  strict: YAMLException,
  place: PlaceOf,
  as: 'file' | 'manifest',
): ParsedYaml | undefined {
  const json = as === 'manifest';
  if (strict.reason === ONLY_REFUSED_HERE) {
    const documents = liberally(text, json);
    for (const document of documents ?? []) assertTree(document, place);
    // What js-yaml 4 makes of a key that is not a scalar.
    const isWrong = toJson(documents ?? []).includes('"[object Object]":') && !text.includes('[object Object]');
    return documents === undefined || isWrong ? undefined : { documents };
  }
  const at = markOf(strict);
  const line = (at.line ?? 0) + 1;
  if (strict.reason === DUPLICATE && json) {
    try {
      return { documents: documentsOf(text, place, as, json), duplicate: line };
    } catch (other) {
      if (!(other instanceof YAMLException) || other.reason === DUPLICATE) throw other;
      const parsed = loadAsGo(text, other, place, as);
      if (parsed === undefined) throw invalidYaml(other, place);
      return { ...parsed, duplicate: line };
    }
  }
  if (at.position === undefined || !json) return undefined;
  const before = text.slice(0, at.position);
  const rest = text.slice(at.position);
  // YAML 1.1 escapes it in any quotes.
  if (strict.reason === WRONG_ESCAPE && before.endsWith('\\') && rest.startsWith("'"))
    return load(`${before.slice(0, -1)}${rest}`, place, as);
  if (strict.reason !== NOT_THE_END) return undefined;
  // Go looks at what follows, as far as one token.
  const isEnd = at.column === 0 && DIRECTIVE.test(rest);
  if (!isEnd && (!BRACKETED.test(text) || NO_TOKEN.test(rest) || TAB.test(before.slice(before.trimEnd().length))))
    return undefined;
  return { ...load(before, place, as), unread: line };
}

function liberally(text: string, json: boolean): readonly unknown[] | undefined {
  try {
    return loadAllLiberally(text, null, { schema: LIBERAL_SCHEMA, json });
  } catch {
    return undefined;
  }
}

/** @throws YAMLException, and GitopsError for what only Go refuses */
function documentsOf(text: string, place: PlaceOf, as: 'file' | 'manifest', json: boolean): readonly unknown[] {
  const strict = loadAll(text, { ...OPTIONS, json });
  const isMerged = as === 'manifest' && text.includes('<<');
  const documents = isMerged ? loadAll(text, { ...OPTIONS, schema: GO_MERGE_SCHEMA, json: true }) : strict;
  const line = as === 'manifest' ? wrongEscape(text) : undefined;
  if (line === undefined) return documents;
  const { called, source, hint } = place(line);
  const reason = 'YAML 1.1 has no such escape in a quoted text';
  throw new GitopsError('MANIFEST_INVALID_YAML', `${called} is not valid YAML: ${reason}`, { source, hint });
}

/**
 * Refuses what is small as text and has no end, or none worth waiting for, as data. A value that aliases
 * repeat is counted once and added as often as it occurs.
 */
function assertTree(document: unknown, place: PlaceOf): void {
  /** Without a size while a value in it is visited. */
  const sizes = new Map<object, readonly [values: number, characters: number] | undefined>();
  let values = 0;
  let characters = 0;
  const add = (moreValues: number, moreCharacters: number): void => {
    values += moreValues;
    if (values > MAX_VALUES) throw invalidYaml(`aliases make more than ${MAX_VALUES} values of it`, place);
    characters += moreCharacters;
    if (characters > MAX_CHARACTERS) throw invalidYaml('aliases make more than 64 MiB of it', place);
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      add(0, typeof value === 'string' ? value.length + 1 : 1);
      return;
    }
    const known = sizes.get(value);
    if (known !== undefined) {
      add(...known);
      return;
    }
    if (sizes.has(value)) throw invalidYaml('an anchor contains itself', place);
    sizes.set(value, undefined);
    const before = [values, characters] as const;
    add(1, 0);
    for (const [key, item] of Object.entries(value)) {
      add(0, key.length + 1);
      visit(item);
    }
    sizes.set(value, [values - before[0], characters - before[1]]);
  };
  visit(document);
}

function markOf(error: YAMLException): {
  readonly line?: number;
  readonly column?: number;
  readonly position?: number;
} {
  return (error.mark as { line?: number; column?: number; position?: number } | null) ?? {};
}

function inPlace(error: GitopsError, place: PlaceOf): GitopsError {
  const { called, source } = place();
  return error.with({
    message: `${called} is not valid YAML: ${error.message}`,
    source: { ...error.source, ...source },
  });
}

function invalidYaml(cause: unknown, place: PlaceOf): GitopsError {
  const at = cause instanceof YAMLException ? markOf(cause) : {};
  const { called, source, hint } = at.line === undefined ? place() : place(at.line + 1, (at.column ?? 0) + 1);
  // A password that begins with `*` is read as an alias.
  const reason =
    cause instanceof YAMLException ? cause.reason.replace(/^(unidentified alias).*$/s, '$1') : String(cause);
  return new GitopsError('MANIFEST_INVALID_YAML', `${called} is not valid YAML: ${reason}`, { source, hint });
}
