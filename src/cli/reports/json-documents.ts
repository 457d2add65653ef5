import { GitopsError } from '../../errors.js';

/** Version of everything that `--output json` prints; docs/output-schema holds its JSON Schemas. */
export const API_VERSION = 'cdk8s-gitops.io/v1';

export interface Document {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The last line of a command that ran; what it is stands first. */
export function resultDocument(kind: string, result: unknown): Document {
  const head = { apiVersion: API_VERSION, kind } as const;
  return { ...head, ...(withPlainErrors(result) as object), ...head };
}

/** One line while it runs. */
export function eventDocument(event: unknown): Document {
  return { apiVersion: API_VERSION, kind: 'Event', event: withPlainErrors(event) };
}

/** The last line of a command that failed. */
export function errorDocument(error: unknown): Document {
  if (!GitopsError.is(error))
    return {
      apiVersion: API_VERSION,
      kind: 'Error',
      problems: [{ code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) }],
    };
  return { apiVersion: API_VERSION, kind: 'Error', problems: GitopsError.each(error).map(plainError) };
}

function plainError(error: GitopsError): Record<string, unknown> {
  const { code, message, hint, constructPath, object, application, cluster, source, data } = error;
  return JSON.parse(
    JSON.stringify({ code, message, hint, constructPath, object, application, cluster, source, data }),
  ) as Record<string, unknown>;
}

/** `JSON.stringify` gives nothing of an Error's message: it is not enumerable. */
function withPlainErrors(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part: unknown) => (GitopsError.is(part) ? plainError(part) : part)),
  ) as unknown;
}
