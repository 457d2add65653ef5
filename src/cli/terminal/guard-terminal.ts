import { harmless } from './harmless.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

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
    return terminal.colour ? harmless(text) : printable(text);
  };
  return {
    ...terminal,
    out: (text) => terminal.out(guard(text)),
    err: (text) => terminal.err(guard(text)),
    ask: (question) => terminal.ask(guard(question)),
  };
}
