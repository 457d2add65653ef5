import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { isRecord, type KubeObject, type ObjectMetadata } from '../../manifest/kube-object.js';
import { checkShape, type ShapeProblem } from '../../manifest/shape.js';
import { apiVersionProblem } from '../api-version-problem.js';
import { APPLICATION_SET_SHAPE } from './application-set-shape.js';
import type { Generator } from './generators/generator.js';

/** What happens to Applications that are generated differently, or no longer. */
export type ApplicationsSync = 'create-only' | 'create-update' | 'create-delete' | 'sync';

/** The Argo Application that is made of each set of parameters. */
export interface ApplicationTemplate {
  readonly metadata: Partial<ObjectMetadata>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * The custom resource `argoproj.io/v1alpha1` ApplicationSet, the part that is read.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/applicationset-specification/
 */
export interface ArgoApplicationSet {
  readonly metadata: ObjectMetadata;
  readonly spec: {
    readonly generators: readonly Generator[];
    readonly template: ApplicationTemplate;
    readonly goTemplate?: boolean;
    readonly goTemplateOptions?: readonly string[];
    readonly templatePatch?: string;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingSync?: { readonly steps?: readonly RolloutStep[] };
    };
    readonly syncPolicy?: {
      readonly preserveResourcesOnDeletion?: boolean;
      readonly applicationsSync?: ApplicationsSync;
    };
  };
}

/** Argo Applications that are updated together. */
export interface RolloutStep {
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/**
 * The object as an ApplicationSet.
 *
 * @param line where a field stands in the file, when that is known
 * @throws GitopsError ARGOCD_INVALID_APPLICATIONSET with everything that Argo CD's CustomResourceDefinition
 * would refuse
 */
export function parseApplicationSet(
  object: KubeObject,
  file: string,
  line: (path: string) => number | undefined = () => undefined,
): ArgoApplicationSet {
  const { name } = object.metadata;
  const generators = isRecord(object['spec']) ? object['spec']['generators'] : undefined;
  const isEmpty = Array.isArray(generators) && generators.length === 0;
  const problems: readonly ShapeProblem[] = [
    ...apiVersionProblem(object),
    ...checkShape(object, APPLICATION_SET_SHAPE),
    ...(isEmpty ? [{ path: 'spec.generators', message: 'is empty' }] : []),
  ];
  GitopsError.throwAll(
    problems.map((problem) => {
      const { path, message } = problem;
      const at = line(path);
      return new GitopsError(
        'ARGOCD_INVALID_APPLICATIONSET',
        `ApplicationSet '${name}': ${describeShapeProblem(problem)}`,
        {
          source: { file, line: at },
          object: `ApplicationSet ${name}`,
          hint: problem.hint ?? hintOf(path, message),
        },
      );
    }),
  );
  return object as unknown as ArgoApplicationSet; // what is read of it was just checked
}

function hintOf(path: string, message: string): string {
  const isTemplate = path.startsWith('spec.template.');
  if (isTemplate && /true nor false|whole number/.test(message))
    return 'Only texts can be templates: set this field with spec.templatePatch.';
  return message === 'is missing' ? 'Add it.' : 'Correct it: the API server refuses it, or leaves it out.';
}
