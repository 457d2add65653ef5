/** Shorter values are parts of any word. */
const SHORTEST = 4;

/**
 * A text with each of some values replaced. Where values overlap, all that any of them covers is replaced
 * once. Values are found by their first four characters, so that thousands of them cost no more than few.
 * Pure.
 *
 * @param values those of less than four characters are left, because they are in every text
 */
export function hideKnown(text: string, values: readonly string[], hidden: string): string {
  const known = byBeginning(values);
  if (known.size === 0) return text;
  const parts: string[] = [];
  let done = 0;
  let start = 0;
  let end = 0;
  const close = () => {
    if (end <= start) return;
    parts.push(text.slice(done, start), hidden);
    done = end;
  };
  for (let at = 0; at <= text.length - SHORTEST; at++) {
    const length = longestAt(text, at, known.get(text.slice(at, at + SHORTEST)), end - at);
    if (length === 0) continue;
    if (at >= end) {
      close();
      start = at;
    }
    end = at + length;
  }
  close();
  return parts.join('') + text.slice(done);
}

/** The longest value that is at a place and longer than what is covered already; 0 for none. */
function longestAt(text: string, at: number, values: readonly string[] = [], covered: number): number {
  for (const value of values) {
    if (value.length <= covered) return 0;
    if (text.startsWith(value, at)) return value.length;
  }
  return 0;
}

/** The longest first. */
function byBeginning(values: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const value of new Set(values)) {
    if (value.length < SHORTEST) continue;
    const beginning = value.slice(0, SHORTEST);
    const others = found.get(beginning);
    if (others) others.push(value);
    else found.set(beginning, [value]);
  }
  for (const group of found.values()) group.sort((one, other) => other.length - one.length);
  return found;
}
