import { styleText } from 'node:util';
import { printable } from './printable.js';
import { STYLE_FORMATS } from './style.js';
import type { Terminal } from './terminal.js';

const OURS = new RegExp(
  `(${[...new Set(STYLE_FORMATS.flatMap((format) => styleText(format, '|', { validateStream: false }).split('|')))].map((code) => code.replace('[', '\\[')).join('|')})`,
);
const ESCAPE = '\u001b';
/** What redraws lines is written by itself. */
const MOVES = new RegExp(`^\r?(?:${ESCAPE}\\[\\d*[AJK])+$`);

/**
 * The same terminal, to which nothing goes that it would obey but our own colours, where there are any, and
 * what redraws our own lines.
 */
export function guardTerminal(terminal: Terminal): Terminal {
  const guard = (text: string): string => {
    if (MOVES.test(text)) return text;
    if (!terminal.colour) return printable(text);
    return text
      .split(OURS)
      .map((part, index) => (index % 2 === 1 ? part : printable(part)))
      .join('');
  };
  return {
    ...terminal,
    out: (text) => terminal.out(guard(text)),
    err: (text) => terminal.err(guard(text)),
    ask: (question) => terminal.ask(guard(question)),
  };
}
