import { defineMappingTag, mapTag, type Schema } from 'js-yaml';
import { GO_SCHEMA } from './go-schema.js';

/** What the merge key that is being read has added to its mapping. */
const merged = new WeakMap<object, Set<unknown>>();
/** Asked for by the merge key, and added by it next. */
let asked: { readonly carrier: object; readonly key: unknown } | undefined;

/**
 * GO_SCHEMA with merge keys as Go's YAML 1.1 reader has them: `<<` replaces equal keys before it, and those
 * behind it replace what it gave; of several mappings the first counts. Only with js-yaml's option `json`,
 * and not for two merge keys in one mapping.
 */
export const GO_MERGE_SCHEMA: Schema = GO_SCHEMA.withTags(
  defineMappingTag(mapTag.tagName, {
    ...mapTag,
    // With the option `json` only a merge key asks.
    has: (map, key) => {
      asked = { carrier: map, key };
      return merged.get(map)?.has(key) ?? false;
    },
    addPair: (map, key, value) => {
      if (asked?.carrier === map && asked.key === key) merged.set(map, (merged.get(map) ?? new Set()).add(key));
      else merged.delete(map);
      asked = undefined;
      return typeof key === 'object' ? 'a key must be a scalar, and not null' : mapTag.addPair(map, key, value);
    },
  }),
);
