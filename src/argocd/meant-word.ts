import { nearestName } from './nearest-name.js';

/** The hint for an unknown word: the known word that it resembles, or all known words. Pure. */
export function meantWord(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known);
  return nearest === undefined ? `Known: ${known.join(', ')}.` : `Did you mean '${nearest}'?`;
}
