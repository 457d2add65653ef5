import { dump } from 'js-yaml';

/** Strings every YAML reader takes for strings without quotes; decided without asking js-yaml. Anything else goes through it. */
const PLAIN = /^[A-Za-z/][\w./-]*(?:[: ][\w./-]*[A-Za-z/.][\w./-]*)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** Strings that js-yaml leaves bare and Go's parsers read as a number. */
const READ_AS_OCTAL = /^[-+]0o[0-7]+$/;
const OPTIONS = { lineWidth: -1, noRefs: true } as const;
const REMEMBERED = 10_000;

/**
 * The same bytes as js-yaml's `dump(value, { lineWidth: -1, noRefs: true })` (but for `...` at the end, which nobody needs), several times faster for manifests, and
 * safe for Go's parsers.
 * Values that JSON cannot hold are left to js-yaml.
 */
export function writeYaml(value: unknown): string {
  if (isLeaf(value) || !isJson(value)) return dump(value, OPTIONS);
  return writeNested(value, '');
}

function writeMap(map: Readonly<Record<string, unknown>>, indent: string): string {
  let text = '';
  for (const key of Object.keys(map)) {
    text += text === '' ? '' : indent;
    text += `${writeScalar(key)}:${writeValue(map[key], indent)}`;
  }
  return text;
}

function writeList(list: readonly unknown[], indent: string): string {
  let text = '';
  for (const item of list) {
    text += text === '' ? '-' : `${indent}-`;
    text += isLeaf(item) ? ` ${writeLeaf(item, indent)}\n` : ` ${writeNested(item, `${indent}  `)}`;
  }
  return text;
}

/** After a key: on the same line, or as a block below it. */
function writeValue(value: unknown, indent: string): string {
  if (isLeaf(value)) return ` ${writeLeaf(value, indent)}\n`;
  const inner = `${indent}  `;
  return `\n${inner}${writeNested(value, inner)}`;
}

function writeNested(value: unknown, indent: string): string {
  return Array.isArray(value) ? writeList(value, indent) : writeMap(value as Readonly<Record<string, unknown>>, indent); // not a leaf: a list or a map
}

/** What stands on one line, or in one block. */
function isLeaf(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/** Scalars and empty collections, without the line end. */
function writeLeaf(value: unknown, indent: string): string {
  if (typeof value === 'string') return value.includes('\n') ? writeBlock(value, indent) : writeScalar(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return dump(value, OPTIONS).trimEnd();
  if (Object.is(value, -0)) return dump(value, OPTIONS).trimEnd();
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? '[]' : '{}';
}

const remembered = new Map<string, string>();

function writeScalar(text: string): string {
  if (PLAIN.test(text) && !RESERVED.test(text) && text.length < 1_000) return text;
  if (READ_AS_OCTAL.test(text)) return `'${text}'`;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const written = dump({ k: text }, OPTIONS).slice(3, -1);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(text, written);
  return written;
}

/** js-yaml decides the form (block or quoted); blocks move to their indentation. */
function writeBlock(text: string, indent: string): string {
  return dump({ k: text }, OPTIONS)
    .replace(/\n\.\.\.\n$/, '\n')
    .slice(3, -1)
    .replace(/\n(?=[^\n])/g, `\n${indent}`);
}

/** Keys that fit on one line, and nothing but JSON's values. */
function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) === null) return false;
  const made: unknown = Object.getPrototypeOf(value).constructor;
  if (typeof made === 'function' && made.name !== 'Object') return false;
  for (const [key, item] of Object.entries(value)) if (key.length > 500 || key.includes('\n') || !isJson(item)) return false;
  return true;
}
