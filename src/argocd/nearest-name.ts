/**
 * The known name that somebody probably meant: the one with the smallest edit distance, which is at most a
 * third of its letters. Undefined when there is none. Pure.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, distance: distance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance: changes }) => changes <= Math.max(1, Math.floor(one.length / 3)))
    .sort((left, right) => left.distance - right.distance || (left.one < right.one ? -1 : 1));
  return ranked[0]?.one;
}

/** The Levenshtein distance. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at++) {
    const next = [at];
    for (let to = 1; to <= right.length; to++) {
      const change = (row[to - 1] ?? 0) + (left[at - 1] === right[to - 1] ? 0 : 1);
      next.push(Math.min(change, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
