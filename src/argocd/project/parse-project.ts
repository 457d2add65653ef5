import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { readShape } from '../../manifest/shape.js';
import { apiVersionProblem } from '../api-version-problem.js';
import type { ArgoAppProject } from './app-project.js';
import { APP_PROJECT_SHAPE } from './app-project-shape.js';

/**
 * Reads an object as an AppProject. A project without a spec is valid, and permits nothing. Fields that are
 * null are left out, as the API server leaves them out.
 *
 * @param line gives the line of a field in the file, when it is known
 * @throws GitopsError ARGOCD_INVALID_PROJECT with everything that Argo CD's CustomResourceDefinition would
 * refuse
 */
export function parseProject(
  object: KubeObject,
  file: string,
  line: (path: string) => number | undefined = () => undefined,
): ArgoAppProject {
  const { name } = object.metadata;
  const { value: spec, problems } = readShape(object['spec'] ?? {}, APP_PROJECT_SHAPE, { path: 'spec' });
  const errors = [...apiVersionProblem(object), ...problems].map((problem) => {
    const at = line(problem.path);
    return new GitopsError('ARGOCD_INVALID_PROJECT', `AppProject '${name}': ${describeShapeProblem(problem)}`, {
      source: { file, line: at },
      object: `AppProject ${name}`,
      hint:
        problem.hint ??
        'Correct it: the API server refuses it as it is, so that nothing is known of what the project permits.',
    });
  });
  if (spec === undefined || errors.length > 0) throw GitopsError.all(errors);
  return { ...object, apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', spec };
}
