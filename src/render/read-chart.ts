import { posix } from 'node:path';
import type { HelmChart } from '../engines/helm/helm.js';
import { FileSet } from '../files/file-set.js';
import { isRecord } from '../manifest/kube-object.js';
import { parseYaml } from '../manifest/yaml.js';
import { missingPath, type SourceContext, unsupportedSource } from './source-context.js';

/**
 * The chart in a source's folder. A dependency that its `charts/` does not have is taken from the repository where it is a path (`file://…`).
 *
 * @throws GitopsError RENDER_UNSUPPORTED for a dependency that would have to be fetched, RENDER_PATH_MISSING, MANIFEST_INVALID_YAML
 */
export function readChart(context: SourceContext): HelmChart {
  const { path, tree } = context;
  const own = tree.files.below(path);
  const file = posix.join(path, 'Chart.yaml');
  const chart = own.get('Chart.yaml');
  if (chart === undefined) throw missingPath(context, `'${file}' of its chart`, 'spec.source');
  const binaries = binariesBelow(context, path);
  const absent = dependenciesOf(chart, own.get('requirements.yaml'), file).filter(
    ({ name }) => own.below(`charts/${name}`).size === 0 && ![...binaries.keys()].some((one) => one.startsWith(`charts/${name}-`)),
  );
  const files = absent.flatMap((dependency) => dependencyFiles(context, dependency, binaries));
  return { files: files.length === 0 ? own : own.with(FileSet.of(files)), binaries };
}

interface Dependency {
  readonly name: string;
  readonly repository: string;
}

function dependenciesOf(chart: string, requirements: string | undefined, file: string): readonly Dependency[] {
  const lists = [chart, requirements ?? '']
    .flatMap((text) => parseYaml(text, file))
    .map((document) => (isRecord(document) ? document['dependencies'] : []));
  return lists
    .flatMap((list) => (Array.isArray(list) ? list.filter(isRecord) : []))
    .map(({ name, repository }) => ({ name: String(name), repository: typeof repository === 'string' ? repository : '' }));
}

function dependencyFiles(context: SourceContext, { name, repository }: Dependency, binaries: Map<string, Uint8Array>): [string, string][] {
  if (!repository.startsWith('file://')) {
    throw unsupportedSource(
      context,
      `the chart dependency '${name}'${repository === '' ? '' : ` from '${repository}'`}, which is not in its charts/`,
      'Run helm dependency build and commit charts/.',
    );
  }
  const folder = posix.join(context.path, repository.slice('file://'.length)).replace(/\/+$/, '');
  const files = context.tree.files.below(folder);
  if (!files.has('Chart.yaml')) throw missingPath(context, `the chart '${folder}'`, 'dependencies in Chart.yaml');
  for (const [path, content] of binariesBelow(context, folder)) binaries.set(`charts/${name}/${path}`, content);
  return files.entries().map(([path, content]) => [`charts/${name}/${path}`, content]);
}

function binariesBelow({ tree }: SourceContext, folder: string): Map<string, Uint8Array> {
  const prefix = folder === '' ? '' : `${folder}/`;
  return new Map(
    [...(tree.binaries ?? [])].filter(([path]) => path.startsWith(prefix)).map(([path, content]) => [path.slice(prefix.length), content]),
  );
}
