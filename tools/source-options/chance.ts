/** Choices that are the same each time. */
export interface Chance {
  /** A whole number from 0, below the size. */
  below(size: number): number;
  pick<Item>(...items: readonly Item[]): Item;
  /** Between `least` and `most` of what is made. */
  some<Item>(make: () => Item, least?: number, most?: number): Item[];
  /** The field in one of two cases, or `odds` in a hundred. */
  maybe(field: string, make: () => unknown, odds?: number): Readonly<Record<string, unknown>>;
}

/** A linear congruential generator. */
export function chance(seed: number): Chance {
  let state = seed;
  const below = (size: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * size);
  };
  return {
    below,
    pick: (...items) => items[below(items.length)] as (typeof items)[number],
    some: (make, least = 1, most = 3) => Array.from({ length: least + below(most - least + 1) }, make),
    maybe: (field, make, odds = 50) => (below(100) < odds ? { [field]: make() } : {}),
  };
}
