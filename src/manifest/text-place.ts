import type { SourceLocation } from '../errors.js';

/** Where a text, or a line of it, is, for errors. */
export interface TextPlace {
  /** As a sentence begins with it: `'apps/web.yaml'`. */
  readonly called: string;
  readonly source: SourceLocation;
  /** How to correct what is wrong there. */
  readonly hint: string;
}

/** The place of a line of a text, from 1; of all of it without a line. */
export type PlaceOf = (line?: number, column?: number) => TextPlace;

/** The places of a file. */
export function placeInFile(file: string): PlaceOf {
  return (line, column) => ({
    called: `'${file}'`,
    source: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
    hint: 'Correct the file at that line.',
  });
}
