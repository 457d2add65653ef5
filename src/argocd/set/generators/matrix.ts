import { formatGo } from './format-go.js';
import type { Generator, MatrixGenerator } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import { invalidSet } from './invalid-set.js';
import { mergeParameters } from './merge-parameters.js';
import type { Parameters } from './parameters.js';
import { settle } from './settle.js';

/**
 * The parameters of an inner generator. `uninterpolated` is the same generator before parameters were put
 * into it; its selector is the one that counts.
 */
export type InnerParameters = (
  generator: Generator,
  place: string,
  outer: Parameters,
  uninterpolated: Generator,
) => Promise<readonly Parameters[]>;

/**
 * Every set of the first generator with every set of the second one, which is rendered with the parameters of
 * the first.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Matrix/
 */
export async function matrixParameters(
  { generators }: MatrixGenerator,
  place: string,
  context: GeneratorContext,
  inner: InnerParameters,
): Promise<readonly Parameters[]> {
  const [first, second, ...more] = generators;
  if (first === undefined || second === undefined || more.length > 0) {
    throw invalidSet(`'${place}' has ${generators.length} generators`, {
      hint: 'A matrix takes exactly two; nest another matrix for more.',
    });
  }
  const outer = await inner(first, `${place}.generators[0]`, {}, first);
  const rendered = await context.render(second, outer);
  const combined = await settle(
    outer.map(async (one, index) => {
      const others = await inner(rendered[index] ?? second, `${place}.generators[1]`, one, second);
      return others.map((other) => (context.goTemplate ? mergeParameters(other, one) : combine(one, other)));
    }),
  );
  return combined.flat();
}

/** Without Go templates all parameters are texts, and one name has one value. */
function combine(first: Parameters, second: Parameters): Parameters {
  const result = Object.fromEntries(Object.entries(first).map(([key, value]) => [key, formatGo(value)]));
  for (const [key, value] of Object.entries(second)) {
    const text = formatGo(value);
    if (Object.hasOwn(result, key) && result[key] !== text) {
      throw invalidSet(`both generators of a matrix yield '${key}', '${result[key]}' and '${text}'`, {
        hint: 'Rename one of them; for two git generators give one of them a pathParamPrefix.',
      });
    }
    result[key] = text;
  }
  return result;
}
