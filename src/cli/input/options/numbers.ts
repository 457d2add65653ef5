import { InvalidArgumentError } from 'commander';

/** A whole number that is not negative. */
export function count(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number.');
}

/** A share from 0 to 100, with or without `%`. */
export function percentage(value: string): number {
  const number = /^(\d+(?:\.\d+)?)%?$/.exec(value)?.[1];
  if (number !== undefined && Number(number) <= 100) return Number(number);
  throw new InvalidArgumentError('Give a percentage from 0 to 100.');
}

/** A whole number; -1 means no limit. */
export function retries(value: string): number {
  if (/^(\d+|-1)$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number, or -1 for no limit.');
}
