import { comparePrereleases, compareVersions } from './compare-versions.js';
import { parseVersion, type Version } from './version.js';

/** Decides whether a version is in a range. */
export type Constraint = (version: Version) => boolean;

interface Part {
  readonly operator: string;
  readonly version: Version;
  /** True when a number is missing or a wildcard. */
  readonly dirty: boolean;
  readonly minorDirty: boolean;
  readonly patchDirty: boolean;
}

const VERSION = String.raw`v?([0-9|x|X|*]+)(\.[0-9|x|X|*]+)?(\.[0-9|x|X|*]+)?(-([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?`;
const OPERATOR = String.raw`=||!=|>|<|>=|=>|<=|=<|~|~>|\^`;
/** The longest operators come first, because JavaScript takes the first alternative that matches. */
const GREEDY = String.raw`!=|>=|=>|<=|=<|~>|=|>|<|~|\^|`;
const ONE = new RegExp(String.raw`^\s*(${OPERATOR})\s*(${VERSION})\s*$`);
const RANGE = new RegExp(String.raw`\s*(${VERSION})\s+-\s+(${VERSION})\s*`, 'g');
const EACH = new RegExp(String.raw`(?:${GREEDY})\s*(?:${VERSION})`, 'g');
const GROUP = new RegExp(
  String.raw`^(\s*(${OPERATOR})\s*(${VERSION})\s*)((?:\s+|,\s*)(${OPERATOR})\s*(${VERSION})\s*)*$`,
);
/** The largest length of a constraint. People do not write longer ones. */
const LONGEST = 1_000;

/**
 * Reads a range of versions such as `^1.2`, `>=1.0 <2` or `1.x || 3.x` as Masterminds/semver does, which
 * Argo CD and Helm use.
 *
 * @returns undefined for what is none
 * @see https://github.com/Masterminds/semver#checking-version-constraints
 */
export function parseConstraint(text: string): Constraint | undefined {
  if (text.length > LONGEST) return undefined;
  // There is only one way to divide the spaces. Otherwise a hostile text could take very long.
  const tidy = text.replace(/\s+/g, ' ').replace(/ ?, ?/g, ',');
  const groups = tidy.replace(RANGE, (...match: string[]) => `>= ${match[1]}, <= ${match[11]} `).split('||');
  const parsed: { readonly parts: readonly Part[]; readonly prereleases: boolean }[] = [];
  for (const group of groups) {
    if (!GROUP.test(group)) return undefined;
    const parts = (group.match(EACH) ?? [group]).map(parsePart);
    if (parts.some((part) => part === undefined)) return undefined;
    const known = parts.flatMap((part) => part ?? []);
    parsed.push({ parts: known, prereleases: known.some(({ version }) => version.prerelease !== '') });
  }
  return (version) =>
    parsed.some(
      ({ parts, prereleases }) =>
        (version.prerelease === '' || prereleases) && parts.every((part) => fits(version, part)),
    );
}

function parsePart(text: string): Part | undefined {
  const match = ONE.exec(text);
  if (!match) return undefined;
  const [, operator = '', whole = '', major = '', minor = '', patch = '', prerelease = ''] = match;
  const isOpen = (part: string) => /^\.?[xX*]?$/.test(part);
  const [minorDirty, patchDirty] = isOpen(major) ? [false, false] : [isOpen(minor), !isOpen(minor) && isOpen(patch)];
  const closed = closedVersion(isOpen(major) ? undefined : major, minorDirty ? undefined : minor, patchDirty);
  const version = parseVersion(closed === undefined ? whole : `${closed}${prerelease}`);
  if (version === undefined || version === 'invalid') return undefined;
  return { operator, version, dirty: closed !== undefined, minorDirty, patchDirty };
}

/** The lowest version that is larger than an incomplete one; undefined for a complete version. */
function closedVersion(
  major: string | undefined,
  minor: string | undefined,
  isPatchOpen: boolean | undefined,
): string | undefined {
  if (major === undefined) return '0.0.0';
  if (minor === undefined) return `${major}.0.0`;
  return isPatchOpen ? `${major}${minor}.0` : undefined;
}

function fits(version: Version, part: Part): boolean {
  const order = compareVersions(version, part.version);
  const [major, minor] = [0, 1].map((index) =>
    signOf((version.numbers[index] ?? 0n) - (part.version.numbers[index] ?? 0n)),
  ) as [number, number];
  switch (part.operator) {
    case '':
    case '=':
      return part.dirty ? isAbout(part, order, major, minor) : order === 0;
    case '!=':
      return differs(version, part, order, major, minor);
    case '>':
      if (!part.dirty || major !== 0) return part.dirty ? major > 0 : order > 0;
      if (part.minorDirty) return false;
      return part.patchDirty ? minor > 0 : order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return part.dirty ? major <= 0 && !(major === 0 && minor > 0 && !part.minorDirty) : order <= 0;
    case '^':
      return isCompatible(version, part, order, major, minor);
    default:
      return isAbout(part, order, major, minor);
  }
}

/** `~` */
function isAbout({ version, minorDirty, patchDirty }: Part, order: number, major: number, minor: number): boolean {
  if (order < 0) return false;
  if (version.numbers.every((number) => number === 0n) && !minorDirty && !patchDirty) return true;
  return major === 0 && (minor === 0 || minorDirty);
}

/** `^` */
function isCompatible(
  { numbers }: Version,
  { version, minorDirty, patchDirty }: Part,
  order: number,
  major: number,
  minor: number,
): boolean {
  const [wantedMajor, wantedMinor, wantedPatch] = version.numbers;
  if (order < 0 || major !== 0) return false;
  if (wantedMajor > 0n || minorDirty) return true;
  if (wantedMinor > 0n || patchDirty) return minor === 0;
  return minor === 0 && numbers[2] === wantedPatch;
}

function differs(
  { prerelease, numbers }: Version,
  { version, dirty, minorDirty, patchDirty }: Part,
  order: number,
  major: number,
  minor: number,
) {
  if (!dirty) return order !== 0;
  if (major !== 0 || (minor !== 0 && !minorDirty)) return true;
  if (minorDirty) return false;
  if (numbers[2] !== version.numbers[2] && !patchDirty) return true;
  if (!patchDirty) return order !== 0;
  return (prerelease !== '' || version.prerelease !== '') && comparePrereleases(prerelease, version.prerelease) !== 0;
}

function signOf(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
