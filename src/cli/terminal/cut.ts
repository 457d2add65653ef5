import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { oneLine } from './one-line.js';

/** One line, at most so many columns wide as a terminal shows it; `…` replaces the rest. */
export function cut(text: string, columns: number): string {
  const line = oneLine(text);
  // What cuts and what measures do not agree on the width of every character.
  for (let most = columns; ; most--) {
    const shown = cliTruncate(line, most);
    if (stringWidth(shown) <= columns) return shown;
  }
}
