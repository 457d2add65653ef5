import { toJson } from '../../manifest/to-json.js';
import { withinText } from '../terminal/within-text.js';
import type { OutputDocument } from './output-document.js';

/** A document as `--output json` prints it: one line, which begins with its kind. */
export function documentLine(document: OutputDocument): string {
  const { apiVersion, kind, ...content } = document;
  // A CI system would obey what follows two of them, and only texts have any.
  return withinText(
    () => `${toJson({ apiVersion, kind, ...content }).replaceAll('##', '#\\u0023')}\n`,
    `the document '${kind}'`,
  );
}
