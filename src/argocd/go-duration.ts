/** 2^63 nanoseconds, about 292 years: the largest duration of Go. */
const LONGEST_MS = 2 ** 63 / 1e6;
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * The milliseconds of a duration as Go writes it: `1h30m`, `5s`, `-1.5h`, `0`. Undefined for any other text.
 *
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseGoDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(unsigned)) return undefined;
  const parts = [...unsigned.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const milliseconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit!]!, 0);
  return milliseconds < LONGEST_MS ? sign * milliseconds : undefined;
}
