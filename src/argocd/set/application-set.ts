import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { isRecord, type KubeObject, type ObjectMetadata } from '../../manifest/kube-object.js';
import { readShape, type ShapeProblem, type TypeOf } from '../../manifest/shape.js';
import { apiVersionProblem } from '../api-version-problem.js';
import { APPLICATION_SET_SHAPE } from './application-set-shape.js';

/**
 * The custom resource `argoproj.io/v1alpha1` ApplicationSet, with the fields that are read here.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/applicationset-specification/
 */
export interface ArgoApplicationSet {
  readonly metadata: ObjectMetadata;
  readonly spec: TypeOf<typeof APPLICATION_SET_SHAPE>['spec'];
}

/**
 * Reads an object as an ApplicationSet. Fields that are null are left out, as the API server leaves them out.
 *
 * @param line gives the line of a field in the file, when it is known
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
  const { value, problems } = readShape(object, APPLICATION_SET_SHAPE);
  const all: readonly ShapeProblem[] = [
    ...apiVersionProblem(object),
    ...problems,
    ...(isEmpty ? [{ path: 'spec.generators', message: 'is empty' }] : []),
  ];
  const errors = misplaced(all).map((problem) => {
    const { path, message } = problem;
    return new GitopsError(
      'ARGOCD_INVALID_APPLICATIONSET',
      `ApplicationSet '${name}': ${describeShapeProblem(problem)}`,
      {
        source: { file, line: line(path) },
        object: `ApplicationSet ${name}`,
        hint: problem.hint ?? hintOf(path, message),
      },
    );
  });
  if (value === undefined || errors.length > 0) throw GitopsError.all(errors);
  return { metadata: object.metadata, spec: value.spec };
}

/** A field that is missing in one place and unknown in another is one mistake, usually of its indentation. */
function misplaced(problems: readonly ShapeProblem[]): readonly ShapeProblem[] {
  const missing = problems.filter(({ message }) => message === 'is missing');
  const unknown = problems.filter(({ unknown: field }) => field !== undefined);
  const elsewhere = (problem: ShapeProblem) => unknown.find(({ path }) => lastOf(path) === lastOf(problem.path));
  const moved = new Set(missing.map(elsewhere));
  return problems
    .filter((problem) => !moved.has(problem))
    .map((problem) => {
      const at = missing.includes(problem) ? elsewhere(problem)?.path : undefined;
      return at === undefined ? problem : { ...problem, hint: `Move it there: it is at ${at}.` };
    });
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function hintOf(path: string, message: string): string {
  const isTemplate = path.startsWith('spec.template.');
  if (isTemplate && /true nor false|whole number/.test(message))
    return 'Only texts can be templates: set this field with spec.templatePatch.';
  return message === 'is missing' ? 'Add it.' : 'Correct it: the API server refuses it, or leaves it out.';
}
