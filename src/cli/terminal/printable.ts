import { stripVTControlCharacters } from 'node:util';

/**
 * Text that no terminal obeys. Escape sequences are left out, and every other control character is written as
 * `\u001b`, which is what JSON reads it as too. Lines and tabs stay.
 *
 * API servers, object names, logs and Git subjects are written by others: one of them could set the title of
 * a window, hide lines or overwrite the screen.
 */
export function printable(text: string): string {
  if (!/\p{Cc}/u.test(text.replace(/[\n\t]/g, ''))) return text;
  // JSON holds no raw escape: what it means must not change.
  const plain = text.includes('\u001b') ? stripVTControlCharacters(text) : text;
  return plain
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\n\t]/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
