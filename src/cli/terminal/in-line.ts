import { withoutCommands } from './without-commands.js';

const BREAKS: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\u0085': '\\u0085',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Text of somebody else as a part of one line: what ends a line is written as JSON writes it. */
export function inLine(text: string): string {
  return withoutCommands(text.replace(/[\n\r\u0085\u2028\u2029]/g, (character) => BREAKS[character] ?? ' '));
}
