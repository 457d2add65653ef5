import { isRecord } from '../../../manifest/kube-object.js';
import { parseYaml } from '../../../manifest/yaml.js';
import type { ListGenerator } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import { invalidSet } from './invalid-set.js';
import type { Parameters } from './parameters.js';

/**
 * The elements in the generator, then those of `elementsYaml`. Without Go templates an element's values are
 * texts.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-List/
 */
export function listParameters(
  { elements = [], elementsYaml = '' }: ListGenerator,
  { goTemplate }: GeneratorContext,
): readonly Parameters[] {
  const listed = goTemplate ? elements : elements.map(flattened);
  return elementsYaml === '' ? listed : [...listed, ...parseElements(elementsYaml)];
}

function flattened(element: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(element).flatMap(([key, value]): (readonly [string, string])[] => {
      if (key !== 'values') return [[key, text(key, value)]];
      if (!isRecord(value))
        throw invalidSet(`the values of a list element are not a mapping`, { hint: 'Write values: { name: text }.' });
      return Object.entries(value).map(([name, item]) => [`values.${name}`, text(`values.${name}`, item)]);
    }),
  );
}

function text(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw invalidSet(`'${key}' of a list element is not a text, which needs goTemplate`, {
    hint: 'Write it in quotes, or set spec.goTemplate: true.',
  });
}

function parseElements(yaml: string): readonly Parameters[] {
  const [first] = parseYaml(yaml, 'elementsYaml', 'last');
  if (first === undefined) return [];
  if (Array.isArray(first) && first.every((element) => element === null || isRecord(element)))
    return first.map((element) => (element ?? {}) as Parameters);
  throw invalidSet('elementsYaml is not a list of mappings', {
    hint: 'Write a YAML list; inside of a matrix a template that gives one, such as {{ .items | toJson }}.',
  });
}
