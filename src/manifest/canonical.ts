import { hash } from 'node:crypto';

/**
 * JSON text with sorted keys and without undefined: equal text exactly when the data is equal. Order of lists
 * counts.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Array.isArray(value) ? ofList(value) : ofRecord(value as Readonly<Record<string, unknown>>);
}

/** SHA-256 of the canonical JSON, as `sha256:<hex>`. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** SHA-256 of a text, as `sha256:<hex>`. */
export function sha256(text: string | Uint8Array): string {
  return `sha256:${hash('sha256', text)}`;
}

/**
 * Written at once and not sorted first: thousands of objects are hashed in every run, and copies of them cost
 * more than the text.
 */
function ofRecord(record: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of sortedKeys(record)) {
    const value = canonicalJson(record[key]);
    // What JSON has not, such as undefined, is left out.
    if (value !== undefined) text += `${text === '' ? '' : ','}${quote(key)}:${value}`;
  }
  return `{${text}}`;
}

function ofList(list: readonly unknown[]): string {
  let text = '';
  for (let index = 0; index < list.length; index += 1)
    text += `${index === 0 ? '' : ','}${canonicalJson(list[index]) ?? 'null'}`;
  return `[${text}]`;
}

/** What the API server sends is mostly sorted already. */
function sortedKeys(record: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(record);
  for (let index = 1; index < keys.length; index += 1) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}

/** Nothing in it has to be escaped. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
