import type { Step } from './shape.js';

/**
 * The line of a field, 1-based, in YAML as people write it. For a field that is missing, the line of the
 * mapping that should have it. Undefined when not even that is found.
 *
 * @param steps the keys of mappings, and the places in lists, on the way to it
 * @param from a line of its object, after which its fields come
 */
export function lineOfSteps(content: string | undefined, steps: readonly Step[], from = 1): number | undefined {
  if (content === undefined) return undefined;
  const lines = content.split('\n');
  let at = from - 1;
  let found: number | undefined;
  for (const step of steps) {
    const next = typeof step === 'number' ? lineOfItem(lines, at, step) : lineOfKey(lines, at, step);
    if (next === undefined) break;
    at = next;
    found = next;
  }
  return found === undefined ? undefined : found + 1;
}

function lineOfKey(lines: readonly string[], from: number, key: string): number | undefined {
  const pattern = new RegExp(`(?:^|[\\s{,[-])["']?${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?\\s*:`);
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (at > from && /^---(\s|$)/.test(line)) return undefined;
    if (pattern.test(line)) return at;
  }
  return undefined;
}

/** Of a list in brackets, the line of the list. */
function lineOfItem(lines: readonly string[], from: number, index: number): number | undefined {
  const indent = /^(\s*)-(?:\s|$)/.exec(lines[from + 1] ?? '')?.[1];
  if (indent === undefined) return from;
  let count = -1;
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const own = /^\s*/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '' || own > indent.length) continue;
    if (own < indent.length || !line.startsWith(`${indent}-`)) return undefined;
    if (++count === index) return at;
  }
  return undefined;
}
