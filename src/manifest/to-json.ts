import { randomUUID } from 'node:crypto';

/** Nobody can have written it. */
const MARK = `${randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/**
 * `JSON.stringify`, but for `bigint`, which is written as a number with all its digits.
 *
 * @param indentation in spaces. Default: all on one line
 */
export function toJson(value: unknown, indentation?: number): string {
  try {
    return JSON.stringify(value, undefined, indentation);
  } catch (error) {
    // What JSON.stringify says of a bigint.
    if (!(error instanceof TypeError)) throw error;
  }
  const marked = JSON.stringify(
    value,
    (_, item: unknown) => (typeof item === 'bigint' ? `${MARK}${item}` : item),
    indentation,
  );
  return marked.replace(MARKED, '$1');
}
