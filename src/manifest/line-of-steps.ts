import type { Step } from './shape.js';

/** Lines in which the value of a field or of a list item is. */
interface Block {
  /** The line of its key or dash, from 0. */
  readonly at: number;
  /** The first line after it. */
  readonly end: number;
  /** The column of its keys, dashes or brackets, where lines show it. */
  readonly column?: number;
}

/**
 * The line of a field, 1-based, in YAML as people write it and in indented JSON. For a field that is missing,
 * the line of the mapping that should have it. Undefined when not even that is found.
 *
 * @param steps the keys of mappings, and the places in lists, on the way to it
 * @param from a line of its object, after which its fields come
 */
export function lineOfSteps(content: string | undefined, steps: readonly Step[], from = 1): number | undefined {
  if (content === undefined) return undefined;
  const lines = content.split('\n');
  const nextDocument = lines.findIndex((line, at) => at >= from && /^---(\s|$)/.test(line));
  let block: Block = { at: from - 1, end: nextDocument < 0 ? lines.length : nextDocument };
  let found: number | undefined;
  for (const step of steps) {
    const next = typeof step === 'number' ? blockOfItem(lines, block, step) : blockOfKey(lines, block, step);
    if (next === undefined) break;
    block = next;
    found = next.at + 1;
  }
  return found;
}

/** Of equal keys in a block without a known column, the least indented one counts. */
function blockOfKey(lines: readonly string[], block: Block, key: string): Block | undefined {
  const pattern = new RegExp(`(?<=^|[\\s{,[-])["']?${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?\\s*:`);
  let found: { readonly at: number; readonly column: number; readonly rest: string } | undefined;
  for (let at = block.at; at < block.end; at++) {
    const line = lines[at] ?? '';
    const match = pattern.exec(line);
    if (match === null || (block.column ?? match.index) !== match.index) continue;
    if (found !== undefined && match.index >= found.column) continue;
    found = { at, column: match.index, rest: line.slice(match.index + match[0].length) };
  }
  if (found === undefined) return undefined;
  const isFirst = /^[\s-]*$/.test((lines[found.at] ?? '').slice(0, found.column));
  const column = isFirst ? found.column : indentOf(lines[found.at] ?? '');
  // A list may be as far indented as its key.
  return valueAt(lines, found.at, block.end, found.rest, (line) => isItemAt(line, column) || indentOf(line) > column);
}

/** In a list whose lines do not show its items, the line of the list counts for each item. */
function blockOfItem(lines: readonly string[], list: Block, index: number): Block | undefined {
  const { column } = list;
  const starts = lines
    .map((line, at) => ({ at, line, text: line.trim() }))
    .slice(list.at + 1, list.end)
    .filter(({ line, text }) => isContent(line) && indentOf(line) === column && !/^[}\]]/.test(text));
  if (column === undefined || !starts.every(({ text }) => /^-(\s|$)|^[{[]$|^("[^"]*"|[^\s,{[]+),?$/.test(text)))
    return { at: list.at, end: list.at + 1 };
  const start = starts[index];
  if (start === undefined) return undefined;
  const dash = /^-\s*/.exec(start.text)?.[0].length ?? 0;
  const rest = start.text.slice(dash);
  const value = valueAt(lines, start.at, list.end, rest, (line) => indentOf(line) > column);
  // The first key of a mapping is in the line of its dash.
  return dash > 0 && isContent(rest) && !/^[{[]/.test(rest) ? { ...value, column: column + dash } : value;
}

/** The value that begins with `rest` in a line, and continues in the lines that belong to it. */
function valueAt(
  lines: readonly string[],
  at: number,
  limit: number,
  rest: string,
  belongs: (line: string) => boolean,
): Block {
  const below = lines.slice(at + 1, limit);
  const length = below.findIndex((line) => isContent(line) && !belongs(line));
  const end = length < 0 ? limit : at + 1 + length;
  const first = lines.slice(at + 1, end).find(isContent);
  const isBelow = /^\s*([&!]\S+\s*)?([{[]\s*)?(#.*)?$/s.test(rest);
  return { at, end, column: isBelow && first !== undefined ? indentOf(first) : undefined };
}

function isItemAt(line: string, column: number): boolean {
  return indentOf(line) === column && /^-(\s|$)/.test(line.trim());
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isContent(line: string): boolean {
  return !/^\s*(#|$)/.test(line);
}
