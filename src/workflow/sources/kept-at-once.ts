import { isReadAtOnce } from './read-at-once.js';

/**
 * Of files that are not read at once in the repository at hand; more of them are fetched when they are
 * needed.
 */
const MOST_OTHERS = 32 * 1024 * 1024;

/**
 * Which files of another repository are kept from one fetch: all that may name others, and of the rest the
 * small ones, because to fetch again takes longer than to keep them. Pure.
 *
 * @param sizes in bytes, by path
 */
export function keptAtOnce(sizes: ReadonlyMap<string, number>): ReadonlySet<string> {
  const kept = new Set([...sizes.keys()].filter(isReadAtOnce));
  let left = MOST_OTHERS;
  for (const [path, size] of [...sizes].sort(([, one], [, other]) => one - other)) {
    if (kept.has(path)) continue;
    left -= size;
    if (left < 0) break;
    kept.add(path);
  }
  return kept;
}
