import { parseGoDuration } from '../go-duration.js';
import { parseGoInteger } from '../go-integer.js';

/**
 * Milliseconds of a duration in `retry.backoff`: as Go writes it, or whole seconds without a unit. Undefined
 * when it is none.
 */
export function retryDuration(value: string): number | undefined {
  const seconds = parseGoInteger(value);
  return seconds === undefined ? parseGoDuration(value) : seconds * 1000;
}
