import { visible } from '../terminal/visible.js';

/**
 * Characters that GitHub takes in a comment are 65,536; some are left for what a pipeline writes around it.
 */
export const MARKDOWN_LIMIT = 60_000;

/** Text as inline code: nothing in it is Markdown, HTML or a mention. */
export function code(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const marks = '`'.repeat(longestRun(line) + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${marks}${space}${line}${space}${marks}`;
}

/** The same in a table, where a bar would end the cell. */
export function cell(text: string): string {
  return code(text).replace(/\\+\|?|\|/g, (run) => (run.endsWith('|') ? '\\|' : run));
}

/** At most so many characters. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** The same in a line of HTML, such as a `<summary>`. */
export function htmlCode(text: string): string {
  return `<code>${html(text)}</code>`;
}

export function html(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return visible(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** A block of text in a fence that nothing in it can close. */
export function fence(text: string, language = ''): string {
  const shown = visible(text).trimEnd();
  const marks = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${marks}${language}\n${shown}\n${marks}\n`;
}

/** The first lines of a text, up to a length, and how many more there are. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const lines = text.trimEnd().split('\n');
  let taken = 0;
  let size = 0;
  while (taken < lines.length && size + lines[taken]!.length + 1 <= length) size += lines[taken++]!.length + 1;
  const rest = lines.length - taken;
  return `${lines
    .slice(0, taken)
    .map((line) => `${line}\n`)
    .join('')}… ${rest} more line${rest === 1 ? '' : 's'}\n`;
}

/** As many parts, in order, as there is room for; `more` says how many were left out. */
export function fill(parts: readonly string[], room: number, more: (left: number) => string): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > room) return text + more(parts.length - index);
    text += part;
  }
  return text;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
