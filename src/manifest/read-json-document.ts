import { GitopsError } from '../errors.js';
import type { ReadDocument } from './read-documents.js';
import { readJsonValue } from './read-json-value.js';
import type { PlaceOf } from './text-place.js';

/** The one object of a `.json` file, as Argo CD's directory source reads it. Pure. */
export function readJsonDocument(text: string, place: PlaceOf): readonly ReadDocument[] {
  try {
    const found = readJsonValue(text, 0);
    if (found === undefined) return [invalid(place, 'it is empty')];
    // What the decoder takes for the end of something around it.
    const isAlone = /^[ \t\r\n]*(?:[\]}]|$)/.test(text.slice(found.end));
    if (!isAlone) return [invalid(place, 'Argo CD reads one object of a .json file')];
    return [{ value: found.value, line: text.slice(0, found.start).split('\n').length, oddities: [] }];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // What JSON.parse complains of quotes the text, which may hold a secret.
    return [invalid(place, 'it cannot be parsed')];
  }
}

function invalid(place: PlaceOf, reason: string): GitopsError {
  const { called, source } = place();
  return new GitopsError('MANIFEST_INVALID_YAML', `${called} is not valid JSON: ${reason}`, {
    source,
    hint: 'Correct the file, or name it .yaml: that may hold several objects.',
  });
}
