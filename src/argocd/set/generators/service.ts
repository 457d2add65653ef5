import { appendValues } from './append-values.js';
import { flatten } from './flatten.js';
import { formatGo } from './format-go.js';
import type { ServiceGenerator } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import type { Parameters } from './parameters.js';
import type { RecordedKind } from './recorded-parameters.js';

/**
 * The recorded parameters of a generator that asks another service, with its `values`: `scmProvider`,
 * `pullRequest`, `clusterDecisionResource` and `plugin`.
 *
 * @param place such as `generators[0].pullRequest`
 */
export async function serviceParameters(
  kind: RecordedKind,
  generator: ServiceGenerator,
  place: string,
  outer: Parameters,
  context: GeneratorContext,
): Promise<readonly Parameters[]> {
  const recorded = context.recorded(kind, place, outer);
  return appendValues(
    generator.values,
    kind === 'plugin' ? recorded.map((one) => pluginParameters(one, generator, context)) : recorded,
    context,
  );
}

/** The parameters of a plugin include its input. */
function pluginParameters(
  output: Parameters,
  { input }: ServiceGenerator,
  { goTemplate }: GeneratorContext,
): Parameters {
  const own = goTemplate
    ? output
    : Object.fromEntries(Object.entries(flatten(output)).map(([key, value]) => [key, formatGo(value)]));
  return { ...own, generator: { input: { parameters: input?.parameters ?? {} } } };
}
