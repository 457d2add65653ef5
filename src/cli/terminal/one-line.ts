import { harmless } from './harmless.js';

/** Text without line ends and tabs, in which no terminal obeys anything but our own colours. */
export function oneLine(text: string): string {
  return harmless(text)
    .replaceAll(/\s+/g, (space) => (/[\n\t]/.test(space) ? ' ' : space))
    .trimEnd();
}
