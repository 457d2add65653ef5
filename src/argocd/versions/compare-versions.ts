import type { Version } from './version.js';

/** Negative when the first is older, positive when it is newer. Build metadata does not count. */
export function compareVersions(left: Version, right: Version): number {
  for (const [index, number] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (left.prerelease === right.prerelease) return 0;
  if (left.prerelease === '') return 1;
  return right.prerelease === '' ? -1 : comparePrereleases(left.prerelease, right.prerelease);
}

/** The same comparison for the parts after the dash. */
export function comparePrereleases(left: string, right: string): number {
  const first = left.split('.');
  const second = right.split('.');
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const result = compareParts(first[index] ?? '', second[index] ?? '');
    if (result !== 0) return result;
  }
  return 0;
}

function compareParts(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '') return -1;
  if (right === '') return 1;
  const first = numberOf(left);
  const second = numberOf(right);
  if (first === undefined && second === undefined) return left > right ? 1 : -1;
  if (second === undefined) return -1;
  if (first === undefined) return 1;
  return first > second ? 1 : -1;
}

function numberOf(text: string): bigint | undefined {
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}
