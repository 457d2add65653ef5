import { stripVTControlCharacters } from 'node:util';

/**
 * Text for a report: without what terminals obey and readers do not see: escape sequences, controls, and
 * characters that are invisible or turn the direction of text. Lines end with a line feed only.
 */
export function visible(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}/gu, '')
    .replace(/[\u2028\u2029]/g, ' ');
}
