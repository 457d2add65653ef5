import { canonicalJson } from '../../../manifest/canonical.js';
import type { MergeGenerator } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import { invalidSet } from './invalid-set.js';
import type { InnerParameters } from './matrix.js';
import { mergeParameters } from './merge-parameters.js';
import type { Parameters } from './parameters.js';
import { settle } from './settle.js';

/**
 * The sets of the first generator, overridden by the sets of the other generators that have the same values
 * of all merge keys. Argo CD's order is random; here it is the order of the first generator.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Merge/
 */
export async function mergedParameters(
  { generators, mergeKeys }: MergeGenerator,
  place: string,
  { goTemplate }: GeneratorContext,
  inner: InnerParameters,
): Promise<readonly Parameters[]> {
  if (generators.length < 2)
    throw invalidSet(`'${place}' has ${generators.length} generators`, { hint: 'A merge takes two or more.' });
  if (mergeKeys.length === 0)
    throw invalidSet(`'${place}' has no mergeKeys`, { hint: 'Name the parameters by which sets belong together.' });
  const keys = [...new Set(mergeKeys)].sort();
  const found = await settle(
    generators.map((generator, index) => inner(generator, `${place}.generators[${index}]`, {}, generator)),
  );
  const [base = new Map<string, Parameters>(), ...overrides] = found.map((sets, index) =>
    byKeys(sets, keys, `${place}.generators[${index}]`),
  );
  return [...base].map(([key, set]) =>
    overrides.reduce((before, override) => {
      const over = override.get(key);
      if (over === undefined) return before;
      return goTemplate
        ? mergeParameters(before, over)
        : Object.fromEntries([...Object.entries(before), ...Object.entries(over)]);
    }, set),
  );
}

function byKeys(sets: readonly Parameters[], keys: readonly string[], place: string): ReadonlyMap<string, Parameters> {
  const result = new Map<string, Parameters>();
  for (const set of sets) {
    const key = canonicalJson(Object.fromEntries(keys.map((name) => [name, set[name] ?? null])));
    if (result.has(key)) {
      throw invalidSet(`'${place}' gives two sets of parameters with the merge keys ${key}`, {
        hint: 'Choose mergeKeys that distinguish its sets.',
      });
    }
    result.set(key, set);
  }
  return result;
}
