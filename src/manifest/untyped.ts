import { isRecord } from './kube-object.js';
import { toJson } from './to-json.js';

/** The text, or `''` for what is none: fields of Git that the API server has not checked. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Any value as a text: `String` fails for a mapping that has a field `toString`, which a file may have.
 */
export function anyText(value: unknown): string {
  return typeof value === 'object' && value !== null ? toJson(value) : String(value);
}

/** The texts of a list; what is none is left out. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The maps of a list; what is none is left out. */
export function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
