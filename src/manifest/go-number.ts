const LONGEST = 2n ** 63n;

/**
 * A decimal number as Kubernetes' decoders keep it: a whole number of 64 bits exactly, anything else as a
 * double. Whole numbers beyond ±(2^53 - 1) are a `bigint`, all others a `number`; zero has no sign. So equal
 * numbers are equal values, however they were written.
 *
 * @param text as JSON writes it; infinite when it is larger than any double
 */
export function goNumber(text: string): number | bigint {
  const value = Number(text);
  if (!Number.isInteger(value)) return value;
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  // Go writes a double of this size as digits, which the API server reads as a whole number.
  const digits = /^-?\d+$/.test(text) ? text : String(value);
  if (digits.includes('e')) return value;
  const whole = BigInt(digits);
  return whole >= -LONGEST && whole < LONGEST ? whole : value;
}
