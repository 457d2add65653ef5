import { parseGoDuration } from '../go-duration.js';
import { parseGoInteger } from '../go-integer.js';

/**
 * The milliseconds of a duration in `retry.backoff`: as Go writes it, or whole seconds without a unit.
 * Undefined for any other text.
 */
export function retryDuration(value: string): number | undefined {
  const seconds = parseGoInteger(value);
  return seconds === undefined ? parseGoDuration(value) : seconds * 1000;
}
