import { EVENT_ID, parseEvents, SCALAR_STYLE } from 'js-yaml';

/** What JSON and YAML 1.2 have and Go's YAML reader refuses: an escaped slash, and halves of characters. */
const WRONG = /\\(?:\\|(\/|u[dD][89a-fA-F][0-9a-fA-F]{2}))/g;

/**
 * The line, from 1, of the first escape in a quoted text that Go's YAML reader does not know; undefined where
 * there is none.
 *
 * @param text that js-yaml can parse
 */
export function wrongEscape(text: string): number | undefined {
  if (!has(text)) return undefined;
  for (const event of parseEvents(text, {})) {
    if (event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.DOUBLE_QUOTED) continue;
    if (has(text.slice(event.valueStart, event.valueEnd))) return text.slice(0, event.valueStart).split('\n').length;
  }
  return undefined;
}

function has(text: string): boolean {
  return text.includes('\\') && [...text.matchAll(WRONG)].some(([, wrong]) => wrong !== undefined);
}
