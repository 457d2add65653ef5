import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import { readShape, type ShapeProblem } from '../../manifest/shape.js';
import { apiVersionProblem } from '../api-version-problem.js';
import type { ArgoApplication } from './application.js';
import { APPLICATION_SHAPE } from './application-shape.js';

/**
 * Reads an object as an Argo Application. Fields that are null are left out, as the API server leaves them
 * out; Helm values keep theirs.
 *
 * @param line gives the line of a field in the file, when it is known
 * @throws GitopsError RENDER_INVALID_APPLICATION with everything that Argo CD's CustomResourceDefinition
 * would refuse
 */
export function parseApplication(
  object: KubeObject,
  file: string,
  line: (path: string) => number | undefined = () => undefined,
): ArgoApplication {
  const { name } = object.metadata;
  const given = object['spec'];
  const hasField = (field: string) => isRecord(given) && given[field] !== undefined && given[field] !== null;
  if (!hasField('destination') || !['source', 'sources', 'sourceHydrator'].some(hasField)) {
    throw new GitopsError('RENDER_INVALID_APPLICATION', `Argo Application '${name}' has no source or no destination`, {
      source: { file },
      hint: 'Give it spec.source (repoURL, path) and spec.destination.',
    });
  }
  const { value: spec, problems } = readShape(given, APPLICATION_SHAPE, { path: 'spec' });
  const all = [...apiVersionProblem(object), ...problems, ...(isRecord(given) ? contradictions(given) : [])];
  const errors = all.map((problem) => {
    const at = line(problem.path);
    const { message, value } = problem;
    return new GitopsError(
      'RENDER_INVALID_APPLICATION',
      `Argo Application '${name}': ${describeShapeProblem(problem)}`,
      {
        source: { file, line: at },
        object: `Application ${name}`,
        hint:
          problem.hint ??
          (message === 'is not a text' && typeof value !== 'object'
            ? 'Put it in quotes: the API server refuses it as it is.'
            : 'Correct it: Argo CD refuses it as it is.'),
      },
    );
  });
  if (spec === undefined || errors.length > 0) throw GitopsError.all(errors);
  return { ...object, apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', spec };
}

/** Problems between fields, which no type shows. */
function contradictions(spec: Readonly<Record<string, unknown>>): readonly ShapeProblem[] {
  const { source, sources, destination } = spec;
  const { server, name } = isRecord(destination) ? destination : {};
  const isPresent = (one: unknown) => one !== undefined && one !== null && one !== '';
  const clusters = [server, name].filter(isPresent).length;
  // Argo CD ignores spec.source of an Application with spec.sources.
  const several = Array.isArray(sources)
    ? sources.map((value: unknown, index) => ({ path: `spec.sources[${index}]`, value }))
    : [];
  const one = source === undefined ? [] : [{ path: 'spec.source', value: source }];
  const all = several.length > 0 ? several : one;
  return [
    ...(isRecord(destination) && clusters !== 1
      ? [
          {
            path: 'spec.destination',
            message: clusters === 0 ? 'has neither server nor name' : 'has both server and name',
          },
        ]
      : []),
    ...all.flatMap(({ path, value }) => {
      if (!isRecord(value)) return [];
      const hasField = (field: string) => isPresent(value[field]);
      const isPlaced = hasField('path') || hasField('chart') || (path !== 'spec.source' && hasField('ref'));
      return [
        ...(hasField('repoURL') ? [] : [{ path: `${path}.repoURL`, message: 'is missing' }]),
        ...(isPlaced ? [] : [{ path: `${path}.path`, message: 'is missing' }]),
      ];
    }),
  ];
}
