import type { GeneratorContext } from './generator-context.js';
import type { Parameters } from './parameters.js';
import { StringMap } from './string-map.js';

/** Adds a generator's `values` to its parameters. Each value is a template over the parameters. */
export async function appendValues(
  values: Readonly<Record<string, string>> | undefined,
  parameters: readonly Parameters[],
  context: GeneratorContext,
): Promise<readonly Parameters[]> {
  const keys = Object.keys(values ?? {});
  if (values === undefined || keys.length === 0 || parameters.length === 0) return parameters;
  const rendered = await context.render(Object.values(values), parameters);
  return parameters.map((one, index) => {
    const texts = keys.map((key, at) => [key, rendered[index]?.[at] ?? ''] as const);
    if (context.goTemplate) return { ...one, values: new StringMap(Object.fromEntries(texts)) };
    return { ...one, ...Object.fromEntries(texts.map(([key, text]) => [`values.${key}`, text])) };
  });
}
