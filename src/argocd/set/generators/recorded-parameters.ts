import { GitopsError } from '../../../errors.js';
import { isRecord } from '../../../manifest/kube-object.js';
import { checkShape, list, object, record, text } from '../../../manifest/shape.js';
import { parseYaml } from '../../../manifest/yaml.js';
import type { Parameters } from './parameters.js';

/** Generators that ask another service, whose answers have to be recorded. */
export const RECORDED_KINDS = ['scmProvider', 'pullRequest', 'plugin', 'clusterDecisionResource'] as const;

export type RecordedKind = (typeof RECORDED_KINDS)[number];

/** What one generator yielded, without its `values`. */
export interface Recording {
  /** Name of the ApplicationSet. */
  readonly applicationSet: string;
  /**
   * Its kind, such as `pullRequest`, where the ApplicationSet has one of it; otherwise its place, such as
   * `generators[1].pullRequest`.
   */
  readonly generator: string;
  /** Inside of a matrix: parameters that the first generator must have yielded. Default: any. */
  readonly when: Parameters;
  readonly parameters: readonly Parameters[];
}

const KIND = 'GeneratorParameters';
const API_VERSION = 'cdk8s-gitops.io/v1';
const SHAPE = object(
  {
    apiVersion: text,
    kind: text,
    recordings: list(
      object({ applicationSet: text, generator: text, when: record, parameters: list(record) }, [
        'applicationSet',
        'generator',
        'parameters',
      ]),
    ),
  },
  ['apiVersion', 'kind', 'recordings'],
);
const PLACE = new RegExp(
  `^(generators\\[\\d+\\]\\.((matrix|merge)\\.generators\\[\\d+\\]\\.){0,2})?(${RECORDED_KINDS.join('|')})$`,
);

/**
 * Reads a parameters file.
 *
 * @throws GitopsError ARGOCD_INVALID_PARAMETERS with everything that is wrong with it, MANIFEST_INVALID_YAML
 */
export function parseRecordedParameters(content: string, file: string): readonly Recording[] {
  const [document, ...more] = parseYaml(content, file);
  const problems =
    isRecord(document) && more.length === 0
      ? checkShape(document, SHAPE)
      : [{ path: '', message: 'it is no single YAML mapping' }];
  const recordings =
    isRecord(document) && problems.length === 0
      ? (document['recordings'] as readonly (Omit<Recording, 'when'> & { when?: Parameters })[])
      : [];
  const wrong = [
    ...problems.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)),
    ...(problems.length > 0 ||
    !isRecord(document) ||
    (document['kind'] === KIND && document['apiVersion'] === API_VERSION)
      ? []
      : [`it is no ${KIND} of ${API_VERSION}`]),
    ...recordings.flatMap(({ generator }, index) =>
      PLACE.test(generator) ? [] : [`recordings[${index}].generator '${generator}' is no generator to record`],
    ),
  ];
  GitopsError.throwAll(wrong.map((message) => invalidError(message, file)));
  return recordings.map((recording) => ({ ...recording, when: recording.when ?? {} }));
}

/** The answer that was recorded for a generator; undefined when there is none. */
export function findRecording(
  recordings: readonly Recording[],
  {
    applicationSet,
    kind,
    place,
    outer,
  }: {
    readonly applicationSet: string;
    readonly kind: RecordedKind;
    readonly place: string;
    readonly outer: Parameters;
  },
): Recording | undefined {
  const fits = ({ when }: Recording) =>
    Object.entries(when).every(([key, value]) => JSON.stringify(outer[key]) === JSON.stringify(value));
  const own = recordings.filter((one) => one.applicationSet === applicationSet && fits(one));
  return own.find(({ generator }) => generator === place) ?? own.find(({ generator }) => generator === kind);
}

function invalidError(message: string, file: string): GitopsError {
  return new GitopsError('ARGOCD_INVALID_PARAMETERS', `the parameters file '${file}' cannot be used: ${message}`, {
    source: { file },
    hint: `Write apiVersion: ${API_VERSION}, kind: ${KIND}, and recordings with applicationSet, generator and parameters each.`,
  });
}
