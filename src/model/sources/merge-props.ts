import { isPlain } from '../is-plain.js';
import { mergeFields } from '../merge-fields.js';

/** Props that name a place: with a name or a path they name another one, and nothing of the base is left. */
const PLACES = ['chart', 'from'] as const;

/**
 * The props of the base, of an overlay and of a cluster in one: maps are merged by key, anything else is
 * replaced. Values are left out, because Helm merges them. Pure.
 *
 * @param levels the outermost first
 */
export function mergeProps(levels: readonly object[]): Readonly<Record<string, unknown>> {
  return levels.reduce<Readonly<Record<string, unknown>>>((outer, level) => {
    const { values: _, ...inner } = { ...level } as Readonly<Record<string, unknown>>; // any level is a map of props
    const others = PLACES.filter((place) => isWhole(inner[place]));
    const kept = Object.fromEntries(Object.entries(outer).filter(([key]) => !others.some((place) => place === key)));
    return mergeFields(kept, inner);
  }, {});
}

function isWhole(place: unknown): boolean {
  return isPlain(place) && (place['name'] !== undefined || place['path'] !== undefined);
}
