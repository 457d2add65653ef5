import { posix } from 'node:path';
import type { ApplicationSource } from '../../argocd/application/application.js';
import type { Helm, HelmRequest } from '../../engines/helm/helm.js';
import { GitopsError } from '../../errors.js';
import type { KubeObject } from '../../manifest/kube-object.js';
import { readDocuments } from '../../manifest/read-documents.js';
import { readManifests } from '../../manifest/read-manifests.js';
import { toYaml } from '../../manifest/yaml.js';
import { kubeVersionOf } from '../source/kube-version.js';
import { warningOf } from '../source/render-warning.js';
import type { SourceContext } from '../source/source-context.js';
import { substitute } from '../source/substitute.js';
import { placeInOutput } from './place-in-output.js';
import { readChart } from './read-chart.js';
import { missingFile, resolveFile, valueFiles } from './value-files.js';

/** The largest length of a message. Helm's usual messages have one or two hundred characters. */
const LONGEST_MESSAGE = 1200;

/**
 * The objects of a Helm chart in the repository, as Argo CD renders it: `helm template` with the options of
 * the Argo Application. The versions of Kubernetes and of APIs are those of the source, otherwise Helm's
 * defaults; Argo CD asks the cluster.
 *
 * @throws GitopsError RENDER_UNSUPPORTED, RENDER_PATH_MISSING, and what the engine throws
 */
export async function renderHelm(context: SourceContext, helm: Pick<Helm, 'template'>): Promise<readonly KubeObject[]> {
  const request = await helmRequest(context);
  const { output } = await helm.template(request).catch((error: unknown) => {
    throw inChart(error, context);
  });
  const place = placeInOutput(output, context);
  const { objects, problems, oddities } = readManifests(readDocuments(output, place), place);
  GitopsError.throwAll(problems);
  for (const oddity of oddities) context.warn(warningOf(oddity, place));
  return objects;
}

/** Adds the place in the chart to a problem of Helm: the last template and line in its message. */
function inChart(error: unknown, { application, path, tree }: SourceContext): unknown {
  if (!GitopsError.is(error) || error.source !== undefined || error.problems.length > 0) return error;
  const { message } = error;
  const [, template = '', line] =
    [
      ...message.matchAll(
        /(?:^|[\s(<'\x22])[^\s/:(<'\x22]+\/((?:charts\/[^\s/:(<'\x22]+\/)*templates\/[^\s:)(<'\x22]+):(\d+)/g,
      ),
    ].at(-1) ?? [];
  const file = posix.join(path, template);
  const isHere = template !== '' && tree.files.has(file);
  // Helm repeats an endless include a thousand times.
  const short =
    message.length > LONGEST_MESSAGE
      ? `${message.slice(0, LONGEST_MESSAGE / 2)} … ${message.slice(-LONGEST_MESSAGE / 2)}`
      : message;
  return error.with({
    message: short,
    source: isHere ? { file, line: Number(line) } : { file: posix.join(path, 'Chart.yaml') },
    object: `Application ${application.metadata.name}`,
  });
}

async function helmRequest(context: SourceContext): Promise<HelmRequest> {
  const { application, source, file } = context;
  const options = source.helm ?? {};
  const { destination } = application.spec;
  if (options.version && options.version !== 'v3') {
    throw new GitopsError(
      'RENDER_INVALID_APPLICATION',
      `Argo Application '${application.metadata.name}' asks for the version '${options.version}' of Helm`,
      { source: { file }, hint: 'Remove spec.source.helm.version: Argo CD knows v3 only.' },
    );
  }
  return {
    chart: await readChart(context),
    releaseName: options.releaseName || application.metadata.name,
    namespace: options.namespace || destination.namespace || 'default',
    values: valuesOf(context, options),
    kubeVersion: kubeVersionOf(options.kubeVersion, context),
    apiVersions: options.apiVersions ?? [],
    includeCrds: options.skipCrds !== true,
    skipTests: options.skipTests === true,
    skipSchemaValidation: options.skipSchemaValidation === true,
  };
}

/**
 * The last of several parameters with one name counts. Those with `forceString` are separate, because Helm
 * reads them later.
 */
function valuesOf(
  context: SourceContext,
  options: NonNullable<ApplicationSource['helm']>,
): NonNullable<HelmRequest['values']> {
  const { values, valuesObject, parameters = [], fileParameters = [] } = options;
  const inline = valuesObject === undefined ? values || undefined : toYaml(valuesObject);
  const flags = (forced: boolean) =>
    lastOfEach(parameters.filter(({ forceString }) => (forceString === true) === forced)).map(
      ({ name = '', value = '' }) => `${name}=${escapeCommas(substitute(value, context))}`,
    );
  return {
    files: [
      ...valueFiles(context, options.valueFiles ?? [], options.ignoreMissingValueFiles === true),
      ...(inline === undefined ? [] : [{ name: 'spec.source.helm.values', content: inline }]),
    ],
    set: flags(false),
    setString: flags(true),
    setFile: lastOfEach(fileParameters).map(({ name = '', path = '' }) => ({
      name,
      content: fileContent(context, path),
    })),
  };
}

function lastOfEach<Named extends { readonly name?: string }>(all: readonly Named[]): readonly Named[] {
  return [...new Map(all.map((one) => [one.name ?? '', one])).values()];
}

function fileContent(context: SourceContext, name: string): string {
  const { tree, path } = resolveFile(context, name);
  const content = tree.files.get(path);
  if (content === undefined) throw missingFile(context, `the file '${name}'`, name, 'spec.source.helm.fileParameters');
  return content;
}

/** `{a,b}` is a list for Helm. Any other comma is text. */
function escapeCommas(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replace(/(?<!\\),/g, '\\,');
}
