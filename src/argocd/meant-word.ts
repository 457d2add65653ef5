import { nearestName } from './nearest-name.js';

/** The hint for a word that is not among those that are known. Pure. */
export function meantWord(word: string, known: readonly string[]): string {
  const nearest = nearestName(word, known);
  return nearest === undefined ? `Known: ${known.join(', ')}.` : `Did you mean '${nearest}'?`;
}
