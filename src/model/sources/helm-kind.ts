import type { ApplicationSource } from '../../argocd/application/application.js';
import { defined } from '../../manifest/defined.js';
import { anything, boolean, list, map, object, record, text } from '../../manifest/shape.js';
import { refuseSubdomainName } from '../name-rules.js';
import type { Lenders } from './lenders.js';
import { locateChart, REFERENCE_SHAPE } from './locate.js';
import { plainValues } from './plain-values.js';
import type { SourceProblem } from './reference-problems.js';
import { sourceKind } from './source-kind.js';

/** Helm's limit: names of objects are made from it. */
const LONGEST_RELEASE = 53;

/** A chart that Argo CD renders. */
export const HELM = sourceKind({
  shape: object({
    chart: REFERENCE_SHAPE,
    values: record,
    valueFiles: list(anything),
    ignoreMissingValueFiles: boolean,
    parameters: map(anything),
    fileParameters: map(anything),
    releaseName: text,
    releaseNamespace: text,
    skipCrds: boolean,
    skipTests: boolean,
    skipSchemaValidation: boolean,
    passCredentials: boolean,
    kubeVersion: text,
    apiVersions: list(text),
  }),
  describe: (props, context) => {
    const { lenders, written, here, isFirst } = context;
    const { place, isHere, problems } = locateChart(props.chart ?? {}, here, context.pins.version);
    const releaseName = props.releaseName ?? context.id;
    const parameters = parametersOf(props.parameters);
    const values = plainValues(props.values);
    const valueFiles = [
      ...(props.valueFiles ?? []).map((file, index) => lenders.nameOf(`valueFiles[${index}]`, file, isHere)),
      ...written.map((path) => lenders.nameOfWritten(path, isHere)),
    ];
    const helm: ApplicationSource['helm'] = defined({
      releaseName,
      namespace: props.releaseNamespace,
      valueFiles: valueFiles.length > 0 ? valueFiles : undefined,
      valuesObject: isFirst ? undefined : values.plain,
      ignoreMissingValueFiles: props.ignoreMissingValueFiles,
      parameters: parameters.list,
      fileParameters: filesOf(props.fileParameters, lenders, isHere),
      passCredentials: props.passCredentials,
      skipCrds: props.skipCrds,
      skipTests: props.skipTests,
      skipSchemaValidation: props.skipSchemaValidation,
      kubeVersion: props.kubeVersion,
      apiVersions: props.apiVersions,
    });
    return {
      source: { ...place, helm },
      isHere,
      problems: [
        ...problems,
        ...releaseProblems(releaseName),
        ...parameters.problems,
        ...(isFirst ? [] : values.problems),
      ],
      reads: place.chart === undefined ? undefined : [],
    };
  },
});

function releaseProblems(name: string): readonly SourceProblem[] {
  const refusal =
    refuseSubdomainName(name) ??
    (name.length > LONGEST_RELEASE ? `has ${name.length} characters, ${LONGEST_RELEASE} are allowed` : undefined);
  if (refusal === undefined) return [];
  return [{ message: `releaseName '${name}' ${refusal}`, hint: 'Give releaseName: it is the id by default.' }];
}

/** A text is `--set-string`, so that Helm does not read `1.10` as a number. */
function parametersOf(parameters: Readonly<Record<string, unknown>> | undefined): {
  readonly list: NonNullable<ApplicationSource['helm']>['parameters'];
  readonly problems: readonly SourceProblem[];
} {
  const entries = Object.entries(parameters ?? {});
  const isLeaf = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  return {
    list:
      parameters === undefined
        ? undefined
        : entries.map(([name, value]) => ({
            name,
            value: String(value),
            ...(typeof value === 'string' ? { forceString: true } : {}),
          })),
    problems: entries
      .filter(([, value]) => !isLeaf(value))
      .map(([name]) => ({
        message: `parameters['${name}'] is neither a text nor a number, true or false`,
        hint: 'Give maps and lists in values.',
      })),
  };
}

function filesOf(
  files: Readonly<Record<string, unknown>> | undefined,
  lenders: Lenders,
  isHere: boolean,
): NonNullable<ApplicationSource['helm']>['fileParameters'] {
  if (files === undefined) return undefined;
  return Object.entries(files).map(([name, file]) => ({
    name,
    path: lenders.nameOf(`fileParameters['${name}']`, file, isHere),
  }));
}
