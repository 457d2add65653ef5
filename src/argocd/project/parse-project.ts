import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { checkShape } from '../../manifest/shape.js';
import { apiVersionProblem } from '../api-version-problem.js';
import type { ArgoAppProject } from './app-project.js';
import { APP_PROJECT_SHAPE } from './app-project-shape.js';

/**
 * The object as an AppProject. One without a spec is fine, and permits nothing.
 *
 * @param line where a field stands in the file, when that is known
 * @throws GitopsError ARGOCD_INVALID_PROJECT with everything that Argo CD's CustomResourceDefinition would
 * refuse
 */
export function parseProject(
  object: KubeObject,
  file: string,
  line: (path: string) => number | undefined = () => undefined,
): ArgoAppProject {
  const { name } = object.metadata;
  const problems = [...apiVersionProblem(object), ...checkShape(object['spec'], APP_PROJECT_SHAPE, 'spec')];
  GitopsError.throwAll(
    problems.map((problem) => {
      const at = line(problem.path);
      return new GitopsError('ARGOCD_INVALID_PROJECT', `AppProject '${name}': ${describeShapeProblem(problem)}`, {
        source: { file, line: at },
        object: `AppProject ${name}`,
        hint:
          problem.hint ??
          'Correct it: the API server refuses it as it is, so that nothing is known of what the project permits.',
      });
    }),
  );
  return object as unknown as ArgoAppProject; // what is read of it was just checked
}
