import { posix } from 'node:path';
import type { Helm } from '../engines/helm/helm.js';
import { GitopsError } from '../errors.js';
import { isRecord } from '../manifest/kube-object.js';
import { parseObjects, toYaml } from '../manifest/yaml.js';
import { parseChartValues } from './chart-values.js';
import type { SourceTree } from './source-context.js';

type Fields = Readonly<Record<string, unknown>>;

export interface Inflated {
  /** Without its charts. */
  readonly kustomization: Fields;
  /** What each chart that yields something yields, in order. */
  readonly manifests: readonly string[];
}

/** With it, no namespace of a kustomization is put over the one that Helm gave. kustomize removes it at the end. */
const MARK = { 'internal.config.kubernetes.io/helm-generated': 'true' };
const MERGES = ['override', 'merge', 'replace'];

/**
 * The charts of a kustomization as kustomize renders them with `--enable-helm`, where they are in its `chartHome`.
 *
 * @param namespace of charts that name none
 * @returns undefined for a kustomization without charts
 * @see https://github.com/kubernetes-sigs/kustomize/blob/master/api/internal/builtins/HelmChartInflationGenerator.go
 * @throws GitopsError RENDER_UNSUPPORTED, RENDER_PATH_MISSING, and what the engine throws
 */
export async function inflateCharts(
  kustomization: Fields,
  { tree, directory, namespace }: { readonly tree: SourceTree; readonly directory: string; readonly namespace: string | undefined },
  helm: Pick<Helm, 'template'>,
): Promise<Inflated | undefined> {
  const { helmCharts, helmChartInflationGenerator, helmGlobals, ...rest } = kustomization;
  const old = records(helmChartInflationGenerator);
  const charts = [...records(helmCharts), ...old.map(modern)];
  if (charts.length === 0) return undefined;
  if (list(rest['generators']).length > 0) throw unsupported('generators beside helmCharts');
  const home =
    text(isRecord(helmGlobals) ? helmGlobals['chartHome'] : undefined) ??
    text(old.findLast((one) => text(one['chartHome']))?.['chartHome']) ??
    'charts';
  const manifests: string[] = [];
  for (const chart of charts) {
    const output = await inflate(chart, { tree, directory, home, namespace }, helm);
    const objects = parseObjects(output, `${String(chart['name'])} of helmCharts`);
    const marked = objects.map((object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...MARK } },
    }));
    if (marked.length > 0) manifests.push(marked.map((object) => toYaml(object)).join('---\n'));
  }
  return { kustomization: rest, manifests };
}

/** Of the field that `helmCharts` replaced; what kustomize drops of it is dropped. */
function modern({ chartName, chartVersion, chartRepoUrl, values, valuesLocal, valuesMerge, releaseName }: Fields): Fields {
  return { name: chartName, version: chartVersion, repo: chartRepoUrl, valuesFile: values, valuesInline: valuesLocal, valuesMerge, releaseName };
}

interface ChartPlace {
  readonly tree: SourceTree;
  readonly directory: string;
  readonly home: string;
  readonly namespace: string | undefined;
}

async function inflate(chart: Fields, { tree, directory, home, namespace }: ChartPlace, helm: Pick<Helm, 'template'>): Promise<string> {
  const name = text(chart['name']) ?? '';
  const { version, repo } = chart;
  if (text(chart['nameTemplate']) !== undefined) throw unsupported(`nameTemplate of the chart '${name}'`);
  const folder = posix.join(directory, home, text(version) && text(repo) ? `${name}-${String(version)}` : '', name);
  const files = tree.files.below(folder);
  if (name === '' || !files.has('Chart.yaml')) {
    throw unsupported(`the chart '${name}', which is not in '${folder}'`, `Commit it: helm pull --untar --untardir ${posix.dirname(folder)}`);
  }
  const given = text(chart['valuesFile']);
  const values = valuesOf(chart, read(tree, given === undefined ? posix.join(folder, 'values.yaml') : posix.join(directory, given)));
  const additional = list(chart['additionalValuesFiles']).map((one) => posix.join(directory, String(one)));
  const kubeVersion = text(chart['kubeVersion']);
  const { output } = await helm.template({
    chart: {
      files,
      binaries: new Map(
        [...(tree.binaries ?? [])].flatMap(([path, bytes]) => (path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), bytes]] : [])),
      ),
    },
    releaseName: text(chart['releaseName']) ?? 'release-name',
    namespace: text(chart['namespace']) ?? namespace ?? 'default',
    values: { files: [values, ...additional.map((path) => read(tree, path))] },
    ...(kubeVersion === undefined ? {} : { kubeVersion }),
    apiVersions: list(chart['apiVersions']).map(String),
    includeCrds: chart['includeCRDs'] === true,
    skipTests: chart['skipTests'] === true,
    noHooks: chart['skipHooks'] === true,
  });
  return output;
}

interface ValuesFile {
  readonly name: string;
  readonly content: string;
}

/** With the inline values put over it, under it, or in its place. */
function valuesOf({ valuesInline, valuesMerge }: Fields, file: ValuesFile): ValuesFile {
  const mode = text(valuesMerge) ?? 'override';
  if (!MERGES.includes(mode)) throw unsupported(`valuesMerge '${mode}'`, `Use one of ${MERGES.join(', ')}.`);
  if (!isRecord(valuesInline) || Object.keys(valuesInline).length === 0) return file;
  if (mode === 'replace') return { name: file.name, content: toYaml(valuesInline) };
  const own = parseChartValues(file.content, file.name);
  const merged = mode === 'merge' ? merge(own, valuesInline) : merge(valuesInline, own);
  return { name: file.name, content: toYaml(merged) };
}

/** A null takes a value away; a list is replaced. */
function merge(over: Fields, under: Fields): Fields {
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const before = result[key];
    if (value === null) delete result[key];
    else result[key] = isRecord(value) && isRecord(before) ? merge(value, before) : value;
  }
  return result;
}

function read({ files }: SourceTree, path: string): ValuesFile {
  const content = files.get(path);
  if (content !== undefined) return { name: path, content };
  throw new GitopsError('RENDER_PATH_MISSING', `helmCharts needs '${path}', which is not in this revision`, {
    hint: 'Commit it, or correct valuesFile.',
  });
}

function unsupported(what: string, hint = 'Name the chart as a source of its own.'): GitopsError {
  return new GitopsError('RENDER_UNSUPPORTED', `${what} is not supported`, { hint });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function records(value: unknown): readonly Fields[] {
  return list(value).filter(isRecord);
}
