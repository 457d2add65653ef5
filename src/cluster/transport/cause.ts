import { isRecord } from '../../manifest/kube-object.js';

/** Code of a Node error, such as `ECONNREFUSED`; undefined when it has none. */
export function codeOf(cause: unknown): string | undefined {
  return isRecord(cause) && typeof cause['code'] === 'string' ? cause['code'] : undefined;
}

/**
 * What an error of another library says, in one line. Node reports several failed addresses as one error
 * without a message: then the first of them.
 */
export function reasonOf(cause: unknown): string {
  if (!isRecord(cause)) return String(cause).split('\n', 1)[0] ?? '';
  if (typeof cause['message'] === 'string' && cause['message'] !== '') return cause['message'].split('\n', 1)[0] ?? '';
  const inner: unknown = Array.isArray(cause['errors']) ? cause['errors'][0] : cause['cause'];
  return inner === undefined ? String(cause['name'] ?? 'unknown') : reasonOf(inner);
}
