import { styleText } from 'node:util';
import { printable } from './printable.js';
import { STYLE_FORMATS } from './style.js';

const CODES = new Set(STYLE_FORMATS.flatMap((format) => styleText(format, '|', { validateStream: false }).split('|')));
const OURS = new RegExp(`(${[...CODES].map((code) => code.replace('[', '\\[')).join('|')})`);

/** Text in which no terminal obeys anything but our own colours. */
export function harmless(text: string): string {
  return text
    .split(OURS)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}
