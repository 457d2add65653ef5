import type { Parameters } from './parameters.js';

/** The mark by which the template engine recognises a list of mappings. */
const MARK = '\u0000maps';

/**
 * The `clusters` of a cluster generator with `flatList`. Go distinguishes it from a list of anything: a
 * selector does not look into it, and an empty one is null as JSON.
 */
export class MapList {
  readonly items: readonly Parameters[];

  constructor(items: readonly Parameters[]) {
    this.items = items;
  }

  toJSON(): unknown {
    return { [MARK]: this.items };
  }
}
