import { clusterParameters } from './clusters.js';
import { flatten } from './flatten.js';
import { formatGo } from './format-go.js';
import { GENERATOR_KINDS, type Generator, type GeneratorKind, type PartialTemplate } from './generator.js';
import type { GeneratorContext } from './generator-context.js';
import { gitParameters } from './git.js';
import { invalidSet } from './invalid-set.js';
import { type LabelSelector, labelSelector } from './label-selector.js';
import { listParameters } from './list.js';
import { type InnerParameters, matrixParameters } from './matrix.js';
import { mergedParameters } from './merge.js';
import type { Parameters } from './parameters.js';
import { serviceParameters } from './service.js';
import { settle } from './settle.js';

/** The result of one generator: parameters, and a template of its own. */
export interface Generated {
  /** Its place, such as `generators[0].git`. */
  readonly place: string;
  readonly parameters: readonly Parameters[];
  readonly template: PartialTemplate;
}

/**
 * Runs generators as Argo CD's ApplicationSet controller does, in their order.
 *
 * @throws GitopsError with the problems of all generators
 */
export async function generate(
  generators: readonly Generator[],
  context: GeneratorContext,
): Promise<readonly Generated[]> {
  const results = await settle(
    generators.map((generator, index) => generateOne(generator, `generators[${index}]`, context)),
  );
  return results.flat();
}

async function generateOne(
  generator: Generator,
  place: string,
  context: GeneratorContext,
): Promise<readonly Generated[]> {
  // Argo CD looks for the generators in it, and finds none.
  if (Object.keys(generator).length === 0) return [];
  return settle(
    kindsOf(generator, place).map(async (kind) => ({
      place: `${place}.${kind}`,
      parameters: select(await produce(kind, generator, place, {}, context), generator.selector),
      template: generator[kind]?.template ?? {},
    })),
  );
}

function kindsOf(generator: Generator, place: string): readonly GeneratorKind[] {
  const kinds = GENERATOR_KINDS.filter((kind) => generator[kind] !== undefined);
  if (kinds.length === 0)
    throw invalidSet(`'${place}' names no generator`, { hint: `Give it one of ${GENERATOR_KINDS.join(', ')}.` });
  return kinds;
}

/** A list has its parameters at once, so that `spend` counts them before the next list is read. */
function produce(
  kind: GeneratorKind,
  generator: Generator,
  place: string,
  outer: Parameters,
  context: GeneratorContext,
): readonly Parameters[] | Promise<readonly Parameters[]> {
  const { list, clusters, git, matrix, merge } = generator;
  const inner: InnerParameters = (nested, at, around, uninterpolated) =>
    innerParameters(nested, at, around, uninterpolated, context);
  if (kind === 'list') return listParameters(list ?? {}, context);
  if (kind === 'clusters') return clusterParameters(clusters ?? {}, context);
  if (kind === 'git' && git) return gitParameters(git, context);
  if (kind === 'matrix' && matrix) return matrixParameters(matrix, `${place}.matrix`, context, inner);
  if (kind === 'merge' && merge) return mergedParameters(merge, `${place}.merge`, context, inner);
  if (kind === 'scmProvider' || kind === 'pullRequest' || kind === 'plugin' || kind === 'clusterDecisionResource') {
    return serviceParameters(kind, generator[kind] ?? {}, `${place}.${kind}`, outer, context);
  }
  return [];
}

async function innerParameters(
  generator: Generator,
  place: string,
  outer: Parameters,
  { selector }: Generator,
  context: GeneratorContext,
): Promise<readonly Parameters[]> {
  const [kind, ...more] = kindsOf(generator, place);
  if (kind === undefined || more.length > 0) {
    throw invalidSet(`'${place}' names several generators`, {
      hint: 'Inside of a matrix or merge each entry is one generator.',
    });
  }
  context.spend(0);
  const produced = produce(kind, generator, place, outer, context);
  const parameters = select(produced instanceof Promise ? await produced : produced, selector);
  context.spend(parameters.length);
  return parameters;
}

/** Argo CD reads the selector as it is, without parameters in it. */
function select(parameters: readonly Parameters[], selector: LabelSelector | undefined): readonly Parameters[] {
  if (selector === undefined) return parameters;
  const isSelected = labelSelector(selector, false);
  return parameters.filter((one) =>
    isSelected(Object.fromEntries(Object.entries(flatten(one)).map(([key, value]) => [key, formatGo(value)]))),
  );
}
