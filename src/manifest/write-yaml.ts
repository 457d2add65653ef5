import { randomUUID } from 'node:crypto';
import { dump } from 'js-yaml';
import { isGoNumber } from './go-scalar.js';

/**
 * Strings every YAML reader takes for strings without quotes; decided without asking js-yaml. Anything else
 * goes through it.
 */
const PLAIN = /^[A-Za-z/][\w./-]*(?:[: ][\d_-]*[A-Za-z/.][\w./-]*)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/**
 * Bare in js-yaml's output: a number, or a string that only Go's parsers read as one, such as `-0o7` and
 * `-_0`.
 */
const BARE = /^( *(?:- )*(?:[^\s:]+: )?)([-+.\d][\w.+-]*)$/gm;
const OPTIONS = { lineWidth: -1, noRefs: true } as const;
const LONGEST_KEY = 500;
/** Represents a bigint, which js-yaml cannot write. Nobody can have written it. */
const MARK = `bigint-${randomUUID()}-`;
const MARKED = new RegExp(`${MARK}(-?\\d+)`, 'g');
const REMEMBERED = 10_000;

/**
 * The same bytes as js-yaml's `dump(value, { lineWidth: -1, noRefs: true })` (but for `...` at the end, which
 * nobody needs), several times faster for manifests, and safe for Go's parsers. Values that JSON cannot hold
 * and keys that do not fit on a line are left to js-yaml.
 */
export function writeYaml(value: unknown): string {
  return (
    (isLeaf(value) ? undefined : writeNested(value, '')) ??
    dump(inThisRealm(value), OPTIONS)
      .replace(BARE, (line, start, text) => (isNumberToGoOnly(text) ? `${start}'${text}'` : line))
      .replace(MARKED, '$1')
  );
}

/**
 * Maps and lists of another realm (`structuredClone` in jest gives such) and without prototype as those that
 * js-yaml knows.
 */
function inThisRealm(value: unknown): unknown {
  if (typeof value === 'bigint') return `${MARK}${value}`;
  if (Array.isArray(value)) return value.map(inThisRealm);
  if (typeof value !== 'object' || value === null) return value;
  const made: unknown = Object.getPrototypeOf(value)?.constructor;
  if (typeof made === 'function' && made.name !== 'Object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inThisRealm(item)]));
}

/** undefined when something in it must be left to js-yaml. */
function writeNested(value: unknown, indent: string): string | undefined {
  // not a leaf: a list or a map
  return Array.isArray(value) ? writeList(value, indent) : writeMap(value as Readonly<Record<string, unknown>>, indent);
}

function writeMap(map: Readonly<Record<string, unknown>>, indent: string): string | undefined {
  const made: unknown = Object.getPrototypeOf(map)?.constructor;
  if (typeof made === 'function' && made.name !== 'Object') return undefined;
  let text = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    const leaf = isLeaf(value);
    const written = leaf ? writeLeaf(value, indent) : writeNested(value, `${indent}  `);
    if (written === undefined || key.length > LONGEST_KEY || key.includes('\n')) return undefined;
    text += `${text === '' ? '' : indent}${writeKey(key)}:${leaf ? ` ${written}\n` : `\n${indent}  ${written}`}`;
  }
  return text;
}

function writeList(list: readonly unknown[], indent: string): string | undefined {
  let text = '';
  for (const item of list) {
    const leaf = isLeaf(item);
    const written = leaf ? writeLeaf(item, indent) : writeNested(item, `${indent}  `);
    if (written === undefined) return undefined;
    text += `${text === '' ? '' : indent}- ${written}${leaf ? '\n' : ''}`;
  }
  return text;
}

/** A value that is on one line, or in one block. */
function isLeaf(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/** Scalars and empty collections, without the line end. */
function writeLeaf(value: unknown, indent: string): string | undefined {
  if (typeof value === 'string') return value.includes('\n') ? writeBlock(value, indent) : writeScalar(value);
  if (typeof value === 'boolean' || typeof value === 'bigint' || value === null) return String(value);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : writeNumber(value);
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return '[]';
  return Object.getPrototypeOf(value)?.constructor?.name === 'Object' ? '{}' : undefined;
}

function writeNumber(value: number): string | undefined {
  return Number.isFinite(value) ? dump(value, OPTIONS).trimEnd() : undefined;
}

const remembered = new Map<string, string>();

function writeScalar(text: string): string {
  if (PLAIN.test(text) && !RESERVED.test(text) && text.length < 1_000) return text;
  if (isNumberToGoOnly(text)) return `'${text}'`;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const written = dump({ k: text }, OPTIONS).slice(3, -1);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(text, written);
  return written;
}

/** Bare at the start of a line, `--- a` and `... a` would end the document; js-yaml leaves them so. */
function writeKey(key: string): string {
  return /^(---|\.\.\.)/.test(key) ? `'${key.replaceAll("'", "''")}'` : writeScalar(key);
}

/** No number is written with `_` or `o`. */
function isNumberToGoOnly(text: string): boolean {
  return /[_oO]/.test(text) && isGoNumber(text);
}

/** js-yaml decides the form (block or quoted); blocks move to their indentation. */
function writeBlock(text: string, indent: string): string {
  return dump({ k: text }, OPTIONS)
    .replace(/\n\.\.\.\n$/, '\n')
    .slice(3, -1)
    .replace(/\n(?=[^\n])/g, `\n${indent}`);
}
