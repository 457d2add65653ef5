/** Joins texts so that each reads as a sentence of its own. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== '')
    .map((text, index, all) => (index < all.length - 1 && !/[.!?:;]$/.test(text!) ? `${text}.` : text))
    .join(' ');
}
