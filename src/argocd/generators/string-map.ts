import type { Parameters } from './parameters.js';

/** How the template engine is told that a map holds texts only. */
const MARK = '\u0000strings';

/**
 * A map of texts, as `values` and the labels of a cluster are in Argo CD's generators. Go distinguishes it from a map of anything: a selector does not look into it, and functions such as `get` refuse it.
 */
export class StringMap {
  readonly entries: Readonly<Record<string, string>>;

  constructor(entries: Readonly<Record<string, string>>) {
    this.entries = entries;
  }

  toJSON(): unknown {
    return { [MARK]: this.entries };
  }
}

/** The same parameters with every map of texts as a plain one, for people. */
export function withPlainMaps(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, plain(value)]));
}

function plain(value: unknown): unknown {
  if (value instanceof StringMap) return value.entries;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
