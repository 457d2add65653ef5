/**
 * One element of a glob: any characters, any character, exactly this character, or a character of a class.
 */
export type GlobPart = '*' | '?' | { readonly literal: string } | { readonly matches: (character: string) => boolean };

/**
 * Whether a text matches. It takes time in proportion to the product of both lengths, because only the last
 * `*` is tried again.
 */
export function matchesParts(parts: readonly GlobPart[], text: string): boolean {
  const characters = [...text];
  let part = 0;
  let at = 0;
  let star = -1;
  let retry = 0;
  while (at < characters.length) {
    const current = parts[part];
    if (current === '*') {
      star = part++;
      retry = at;
    } else if (current !== undefined && matchesOne(current, characters[at]!)) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++retry;
    } else return false;
  }
  while (parts[part] === '*') part++;
  return part === parts.length;
}

function matchesOne(part: Exclude<GlobPart, '*'>, character: string): boolean {
  if (part === '?') return true;
  return 'literal' in part ? part.literal === character : part.matches(character);
}

const POSIX: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  space: /\s/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * The class that begins at `characters[start]`.
 *
 * @param negations characters that negate it
 * @param posix whether `[:alpha:]` is known, and a leading `]` is a literal
 * @returns undefined when it is malformed
 */
export function parseClass(
  characters: readonly string[],
  start: number,
  negations: string,
  posix: boolean,
): { readonly part: GlobPart; readonly end: number } | undefined {
  let index = start + 1;
  const isNegated = negations.includes(characters[index] ?? ' ');
  if (isNegated) index++;
  const tests: ((character: string) => boolean)[] = [];
  for (let first = true; ; first = false) {
    const character = characters[index];
    if (character === undefined) return undefined;
    if (character === ']' && !(first && posix)) break;
    const name =
      posix && character === '[' ? /^\[:([a-z]+):\]/.exec(characters.slice(index, index + 12).join('')) : null;
    if (name) {
      const pattern = POSIX[name[1] ?? ''];
      if (pattern === undefined) return undefined;
      tests.push((one) => pattern.test(one));
      index += name[0].length;
      continue;
    }
    const low = readCharacter(characters, index, posix);
    if (low === undefined) return undefined;
    index = low.next;
    const isRange = characters[index] === '-' && (!posix || characters[index + 1] !== ']');
    const high = isRange ? readCharacter(characters, index + 1, posix) : low;
    if (high === undefined) return undefined;
    index = high.next;
    tests.push((one) => low.value <= one && one <= high.value);
  }
  // Go wants at least one range.
  if (tests.length === 0) return undefined;
  return { part: { matches: (one) => tests.some((test) => test(one)) !== isNegated }, end: index };
}

function readCharacter(
  characters: readonly string[],
  index: number,
  posix: boolean,
): { readonly value: string; readonly next: number } | undefined {
  const character = characters[index];
  if (character === undefined || (!posix && (character === '-' || character === ']'))) return undefined;
  if (character !== '\\') return { value: character, next: index + 1 };
  const quoted = characters[index + 1];
  return quoted === undefined ? undefined : { value: quoted, next: index + 2 };
}
