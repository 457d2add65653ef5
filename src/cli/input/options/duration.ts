import { InvalidArgumentError } from 'commander';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration as Go writes it (`90s`, `5m`, `1h30m`); a bare number means seconds. */
export function duration(value: string): number {
  const text = /^\d+(\.\d+)?$/.test(value) ? `${value}s` : value;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length > 0 && parts.map((part) => part[0]).join('') === text) {
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * MILLISECONDS[unit!]!, 0);
  }
  throw new InvalidArgumentError("Give a duration such as '90s', '5m' or '1h30m'.");
}
