import type { KubeObject } from '../../manifest/kube-object.js';
import { leafValues } from './leaf-values.js';
import { valueForm } from './value-form.js';

/** Up to so many different values of a field each is looked at; of more, each form of value. */
const MOST_VALUES = 5;

/**
 * The objects whose values are unlike those of all others of their kind, the oddest first, until each value
 * (or form of value) of every field is in one of them or in `known`. A mistake is mostly rare. Pure.
 *
 * @param known objects that are looked at anyway
 * @param most how many at most
 */
export function oddOnes<T>(
  objects: readonly T[],
  known: ReadonlySet<T>,
  manifestOf: (object: T) => KubeObject,
  most: number,
): readonly T[] {
  const traits = traitsOf(objects.map(manifestOf));
  const seen = new Set(objects.flatMap((object, index) => (known.has(object) ? (traits[index] ?? []) : [])));
  const counts = new Map<Trait, number>();
  for (const own of traits)
    for (const trait of own) if (!seen.has(trait)) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  if (counts.size === 0) return [];
  const odd = objects.flatMap((object, index) => {
    const own = (traits[index] ?? []).filter((trait) => counts.has(trait));
    return own.length === 0 ? [] : [{ object, own, rarity: Math.min(...own.map((trait) => counts.get(trait) ?? 0)) }];
  });
  const chosen: T[] = [];
  for (const { object, own } of odd.sort((left, right) => left.rarity - right.rarity)) {
    if (chosen.length === most) break;
    if (own.every((trait) => seen.has(trait))) continue;
    chosen.push(object);
    for (const trait of own) seen.add(trait);
  }
  return chosen;
}

/** A value, or form of value, of a field: equal ones are one. */
interface Trait {
  readonly said: unknown;
}

/** A field of a kind. */
interface Field {
  /** Different values; one more than `MOST_VALUES` means any number. */
  readonly values: Set<unknown>;
  readonly traits: Map<unknown, Trait>;
}

/** What each object says in its fields. */
function traitsOf(manifests: readonly KubeObject[]): readonly (readonly Trait[])[] {
  const kinds = new Map<string, Map<string, Field>>();
  const free = new Map<string, boolean>();
  const said = manifests.map((manifest) => {
    const kind = `${manifest.apiVersion} ${manifest.kind}`;
    const fields = kinds.get(kind) ?? new Map<string, Field>();
    kinds.set(kind, fields);
    return leafValues(manifest, free).map(({ path, value }) => {
      const field = fields.get(path) ?? { values: new Set(), traits: new Map() };
      fields.set(path, field);
      if (field.values.size <= MOST_VALUES) field.values.add(value);
      return { field, value };
    });
  });
  return said.map((leaves) => leaves.map(({ field, value }) => traitOf(field, value)));
}

function traitOf(field: Field, value: unknown): Trait {
  const key = field.values.size <= MOST_VALUES ? value : valueForm(value);
  const trait = field.traits.get(key) ?? { said: key };
  field.traits.set(key, trait);
  return trait;
}
