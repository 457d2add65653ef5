import { stripVTControlCharacters } from 'node:util';

/**
 * Text for a report: without what terminals obey and readers do not see: escape sequences, controls, and
 * characters that are invisible or turn the direction of text.
 */
export function visible(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]|[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '');
}
