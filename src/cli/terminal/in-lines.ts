import { isRecord } from '../../manifest/kube-object.js';
import { inLine } from './in-line.js';

/** What says something, of ours or of an API server: it may have several lines. */
const SENTENCES = new Set(['message', 'hint', 'warnings', 'notes']);
/** Deeper than any line that begins with a word of ours. */
const INDENT = ' '.repeat(11);

/**
 * A result or an event, ready to be printed as text: no name, reason or subject in it begins a line. The
 * further lines of a sentence are indented. A diff stays as it is: the text functions indent it.
 */
export function inLines<T>(value: T): T {
  return shown('', value) as T;
}

function shown(key: string, value: unknown): unknown {
  if (typeof value === 'string') {
    if (key === 'text') return value;
    return SENTENCES.has(key) ? value.trimEnd().split(/\r?\n/).map(inLine).join(`\n${INDENT}`) : inLine(value);
  }
  if (Array.isArray(value)) return value.map((item) => shown(key, item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shown(name, item)]));
}
