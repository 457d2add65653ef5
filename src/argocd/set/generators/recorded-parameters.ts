import { GitopsError } from '../../../errors.js';
import { isRecord } from '../../../manifest/kube-object.js';
import { choice, list, object, readShape, record, text, textThat } from '../../../manifest/shape.js';
import { shapeErrors } from '../../../manifest/shape-errors.js';
import { toJson } from '../../../manifest/to-json.js';
import { parseYaml } from '../../../manifest/yaml.js';
import type { Parameters } from './parameters.js';

/** Generators that ask another service. Their answers have to be recorded. */
export const RECORDED_KINDS = ['scmProvider', 'pullRequest', 'plugin', 'clusterDecisionResource'] as const;

export type RecordedKind = (typeof RECORDED_KINDS)[number];

/** The recorded parameters of one generator, without its `values`. */
export interface Recording {
  /** Name of the ApplicationSet. */
  readonly applicationSet: string;
  /**
   * Its kind, such as `pullRequest`, where the ApplicationSet has one of it; otherwise its place, such as
   * `generators[1].pullRequest`.
   */
  readonly generator: string;
  /** Inside of a matrix: parameters that the first generator must have given. Default: any. */
  readonly when: Parameters;
  readonly parameters: readonly Parameters[];
}

const KIND = 'GeneratorParameters';
const API_VERSION = 'cdk8s-gitops.io/v1';
const PLACE = new RegExp(
  `^(generators\\[\\d+\\]\\.((matrix|merge)\\.generators\\[\\d+\\]\\.){0,2})?(${RECORDED_KINDS.join('|')})$`,
);
const SHAPE = object(
  {
    apiVersion: choice(API_VERSION),
    kind: choice(KIND),
    recordings: list(
      object(
        {
          applicationSet: text,
          generator: textThat('is not a generator to record', (value) => PLACE.test(value)),
          when: record,
          parameters: list(record),
        },
        ['applicationSet', 'generator', 'parameters'],
      ),
    ),
  },
  ['apiVersion', 'kind', 'recordings'],
);

/**
 * Reads a parameters file.
 *
 * @throws GitopsError ARGOCD_INVALID_PARAMETERS with everything that is wrong with it, MANIFEST_INVALID_YAML
 */
export function parseRecordedParameters(content: string, file: string): readonly Recording[] {
  const [document, ...more] = parseYaml(content, file);
  const { value, problems } = readShape(document, SHAPE, { unknownField: 'is not a field of it' });
  const isOne = isRecord(document) && more.length === 0;
  const errors = shapeErrors(isOne ? problems : [{ path: '', message: 'it is not a single YAML mapping' }], {
    code: 'ARGOCD_INVALID_PARAMETERS',
    name: 'the parameters file',
    file,
    content,
    hint: () =>
      `Write apiVersion: ${API_VERSION}, kind: ${KIND}, and recordings with applicationSet, generator and parameters each.`,
  });
  if (value === undefined || errors.length > 0) throw GitopsError.all(errors);
  return value.recordings.map((recording) => ({ ...recording, when: recording.when ?? {} }));
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
    Object.entries(when).every(([key, value]) => toJson(outer[key]) === toJson(value));
  const own = recordings.filter((one) => one.applicationSet === applicationSet && fits(one));
  return own.find(({ generator }) => generator === place) ?? own.find(({ generator }) => generator === kind);
}
