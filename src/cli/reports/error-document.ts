import { GitopsError } from '../../errors.js';
import { API_VERSION } from '../../workflow/api/results.js';
import type { ErrorDocument, Problem } from './output-document.js';

/** The last line of a command that failed. */
export function errorDocument(error: unknown): ErrorDocument {
  return { apiVersion: API_VERSION, kind: 'Error', problems: problemsOf(error) };
}

/** `JSON.stringify` gives nothing of an Error's message: it is not enumerable. */
function problemsOf(error: unknown): readonly Problem[] {
  if (!GitopsError.is(error))
    return [{ code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) }];
  return GitopsError.each(error).map(
    ({ code, message, hint, constructPath, object, application, cluster, source, data }) => ({
      code,
      message,
      hint,
      constructPath,
      object,
      application,
      cluster,
      source,
      data,
    }),
  );
}
