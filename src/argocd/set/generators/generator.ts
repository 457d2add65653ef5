import type { LabelSelector } from './label-selector.js';
import type { Parameters } from './parameters.js';

type Values = Readonly<Record<string, string>>;

/** A part of an Argo Application. The template of the ApplicationSet has the rest. */
export type PartialTemplate = Readonly<Record<string, unknown>>;

interface Templated {
  readonly template?: PartialTemplate;
}

export interface ListGenerator extends Templated {
  readonly elements?: readonly Parameters[];
  readonly elementsYaml?: string;
}

export interface ClusterGenerator extends Templated {
  readonly selector?: LabelSelector;
  readonly values?: Values;
  readonly flatList?: boolean;
}

export interface GitGenerator extends Templated {
  readonly repoURL: string;
  readonly revision: string;
  readonly directories?: readonly GitPath[];
  readonly files?: readonly GitPath[];
  readonly pathParamPrefix?: string;
  readonly values?: Values;
}

export interface GitPath {
  readonly path: string;
  readonly exclude?: boolean;
}

/** A generator that asks another service. */
export interface ServiceGenerator extends Templated {
  readonly values?: Values;
  /** The input of a plugin. */
  readonly input?: { readonly parameters?: Parameters };
}

export interface MatrixGenerator extends Templated {
  readonly generators: readonly Generator[];
}

export interface MergeGenerator extends Templated {
  readonly generators: readonly Generator[];
  readonly mergeKeys: readonly string[];
}

/**
 * An entry of `spec.generators`, after its fields were checked.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
 */
export interface Generator {
  readonly list?: ListGenerator;
  readonly clusters?: ClusterGenerator;
  readonly git?: GitGenerator;
  readonly scmProvider?: ServiceGenerator;
  readonly clusterDecisionResource?: ServiceGenerator;
  readonly pullRequest?: ServiceGenerator;
  readonly matrix?: MatrixGenerator;
  readonly merge?: MergeGenerator;
  readonly plugin?: ServiceGenerator;
  /** A selector over the parameters that the generator gives. */
  readonly selector?: LabelSelector;
}

/** The kinds, in the order in which Argo CD looks for them. */
export const GENERATOR_KINDS = [
  'list',
  'clusters',
  'git',
  'scmProvider',
  'clusterDecisionResource',
  'pullRequest',
  'matrix',
  'merge',
  'plugin',
] as const;

export type GeneratorKind = (typeof GENERATOR_KINDS)[number];
