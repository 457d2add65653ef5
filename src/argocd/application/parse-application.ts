import { GitopsError } from '../../errors.js';
import { describeShapeProblem } from '../../manifest/describe-shape-problem.js';
import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import {
  anything,
  checkShape,
  integer,
  list,
  openObject,
  record,
  type Shape,
  type ShapeProblem,
  text,
} from '../../manifest/shape.js';
import { withoutNulls } from '../../manifest/without-nulls.js';
import { apiVersionProblem } from '../api-version-problem.js';
import type { ArgoApplication } from './application.js';
import { DESTINATION_SHAPE, SOURCE_SHAPE, SYNC_POLICY_SHAPE } from './source-shape.js';

/** `spec` of an Argo Application: the types of the fields that are known; newer ones pass. */
export const APPLICATION_SHAPE: Shape = openObject({
  project: text,
  source: SOURCE_SHAPE,
  sources: list(SOURCE_SHAPE),
  sourceHydrator: record,
  destination: DESTINATION_SHAPE,
  syncPolicy: SYNC_POLICY_SHAPE,
  ignoreDifferences: list(
    openObject({
      group: text,
      kind: text,
      name: text,
      namespace: text,
      jsonPointers: list(text),
      jqPathExpressions: list(text),
      managedFieldsManagers: list(text),
    }),
  ),
  info: list(openObject({ name: text, value: anything })),
  revisionHistoryLimit: integer,
});

/**
 * The object as an Argo Application. Fields that are null are left out, as the API server leaves them out;
 * Helm values keep theirs.
 *
 * @param line where a field stands in the file, when that is known
 * @throws GitopsError RENDER_INVALID_APPLICATION with everything that Argo CD's CustomResourceDefinition
 * would refuse
 */
export function parseApplication(
  object: KubeObject,
  file: string,
  line: (path: string) => number | undefined = () => undefined,
): ArgoApplication {
  const { name } = object.metadata;
  const spec = withoutNulls(object['spec']);
  if (
    !isRecord(spec) ||
    spec['destination'] === undefined ||
    !['source', 'sources', 'sourceHydrator'].some((field) => spec[field] !== undefined)
  ) {
    throw new GitopsError('RENDER_INVALID_APPLICATION', `Argo Application '${name}' has no source or no destination`, {
      source: { file },
      hint: 'Give it spec.source (repoURL, path) and spec.destination.',
    });
  }
  GitopsError.throwAll(
    [
      ...apiVersionProblem(object),
      ...problemsOf(spec).map((problem) => ({ ...problem, path: `spec.${problem.path}` })),
    ].map((problem) => {
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
    }),
  );
  return { ...object, spec } as unknown as ArgoApplication; // what is read of it was just checked
}

function problemsOf(spec: Readonly<Record<string, unknown>>): readonly ShapeProblem[] {
  const { source, sources, destination } = spec;
  const { server, name } = isRecord(destination) ? destination : {};
  const clusters = [server, name].filter((one) => one !== undefined && one !== '').length;
  const all = [
    ...(source === undefined ? [] : [{ path: 'source', value: source }]),
    ...(Array.isArray(sources) ? sources.map((value: unknown, index) => ({ path: `sources[${index}]`, value })) : []),
  ];
  return [
    ...checkShape(spec, APPLICATION_SHAPE),
    ...(isRecord(destination) && clusters !== 1
      ? [{ path: 'destination', message: clusters === 0 ? 'has neither server nor name' : 'has both server and name' }]
      : []),
    ...all.flatMap(({ path, value }) => {
      if (!isRecord(value)) return [];
      const isGiven = (field: string) => value[field] !== undefined && value[field] !== '';
      const isPlaced = isGiven('path') || isGiven('chart') || (path !== 'source' && isGiven('ref'));
      return [
        ...(isGiven('repoURL') ? [] : [{ path: `${path}.repoURL`, message: 'is missing' }]),
        ...(isPlaced ? [] : [{ path: `${path}.path`, message: 'is missing' }]),
      ];
    }),
  ];
}
