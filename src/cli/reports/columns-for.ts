import type { Terminal } from '../terminal/terminal.js';

/** How wide a table may be: as wide as the terminal, and for `--output wide` as wide as it is. */
export function columnsFor(output: string, terminal: Terminal): number | undefined {
  return output === 'wide' ? undefined : terminal.columns();
}
