/**
 * A version as Kubernetes tools written in Go read it: `v1.2.3-rc.1+build`, and shorter forms such as `1.2`.
 */
export interface Version {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly prerelease: string;
  readonly original: string;
}

const PATTERN =
  /^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?$/;
const LARGEST = 2n ** 64n;

/**
 * Reads a version as Masterminds/semver's NewVersion does: missing numbers are 0, and leading zeros are
 * accepted.
 *
 * @returns `undefined` for a text that is not a version, `invalid` for a text that looks like a version and
 * breaks its rules
 */
export function parseVersion(text: string): Version | 'invalid' | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [major, minor, patch] = [match[1], match[2]?.slice(1), match[3]?.slice(1)].map((digits) =>
    BigInt(digits ?? 0),
  ) as [bigint, bigint, bigint];
  const prerelease = match[5] ?? '';
  const broken =
    [major, minor, patch].some((one) => one >= LARGEST) || prerelease.split('.').some((part) => /^0\d+$/.test(part));
  return broken ? 'invalid' : { numbers: [major, minor, patch], prerelease, original: text };
}
