import { harmless } from './harmless.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';
import { withoutCommands } from './without-commands.js';

const ESCAPE = '\u001b';
/** What redraws lines is written by itself. */
const MOVES = new RegExp(`^\r?(?:${ESCAPE}\\[\\d*[AJK])+$`);

/**
 * The same terminal, to which nothing goes that it would obey but our own colours, where there are any, and
 * what redraws our own lines. A CI system that reads the log finds no command in it either.
 */
export function guardTerminal(terminal: Terminal): Terminal {
  const guard = (text: string): string => {
    if (MOVES.test(text)) return text;
    return terminal.colour ? harmless(text) : printable(text);
  };
  return {
    ...terminal,
    out: (text, kind = 'text') => terminal.out(kind === 'data' ? guard(text) : withoutCommands(guard(text)), kind),
    err: (text) => terminal.err(withoutCommands(guard(text))),
    ask: (question) => terminal.ask(guard(question)),
  };
}
