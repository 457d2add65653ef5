import { posix } from 'node:path';
import type { HelmChart } from '../../engines/helm/helm.js';
import { GitopsError } from '../../errors.js';
import { FileSet } from '../../files/file-set.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import { aboutApplication } from '../source/about-application.js';
import { missingPath, type SourceContext, unsupportedSource } from '../source/source-context.js';
import { type ChartDependency, chartDependencies } from './chart-dependencies.js';

/**
 * Reads the chart in a source's folder. A dependency that is missing in `charts/` is read from the repository
 * when it is a path (`file://…`), otherwise fetched as `helm dependency build` does.
 *
 * @throws GitopsError RENDER_UNSUPPORTED for a dependency that cannot be fetched, RENDER_PATH_MISSING,
 * MANIFEST_INVALID_YAML, ENGINE_HELM_FAILED for a lock file that does not match
 */
export async function readChart(context: SourceContext): Promise<HelmChart> {
  const { path, tree } = context;
  const own = tree.files.below(path);
  const file = posix.join(path, 'Chart.yaml');
  if (!own.has('Chart.yaml')) throw missingPath(context, `'${file}' of its chart`, 'spec.source');
  const binaries = binariesBelow(context, path);
  const isAbsent = ({ name }: ChartDependency) =>
    name === '' ||
    (own.below(`charts/${name}`).size === 0 && ![...binaries.keys()].some((one) => one.startsWith(`charts/${name}-`)));
  const absent = chartDependencies((name) => (isNeeded(own, name) ? own.get(name) : undefined), file).filter(isAbsent);
  const files: [string, string][] = [];
  for (const dependency of absent) {
    assertPlainName(dependency.name, file, context);
    if (dependency.repository.startsWith('file://')) files.push(...copyDependency(context, dependency, binaries));
    else {
      const { version, archive } = await fetchDependency(context, dependency);
      binaries.set(`charts/${dependency.name}-${version}.tgz`, archive);
    }
  }
  return { files: files.length === 0 ? own : own.with(FileSet.of(files)), binaries };
}

/** The name of a dependency is that of its folder in `charts/`. */
function assertPlainName(name: string, file: string, context: SourceContext): void {
  if (/^[^/\\\p{Cc}]+$/u.test(name) && !/^\.{1,2}$/.test(name)) return;
  const message =
    name === ''
      ? `a dependency in '${file}' has no name`
      : `'${name}' in '${file}' is not a safe name for a dependency`;
  const error = new GitopsError('FILES_UNSAFE_PATH', message, {
    hint: 'Name the chart of the dependency, without a path.',
  });
  throw aboutApplication(error, context).with({ source: { file } });
}

/** Argo CD builds dependencies only when one is missing. Otherwise the lock file does not matter. */
function isNeeded(own: FileSet, name: string): boolean {
  return !name.endsWith('.lock') || own.below('charts').size === 0;
}

async function fetchDependency(context: SourceContext, { name, version, repository }: ChartDependency) {
  if (context.fetchDependency === undefined || repository === '') {
    throw unsupportedSource(
      context,
      `the chart dependency '${name}'${repository === '' ? '' : ` from '${repository}'`}, which is not in its charts/`,
      'Run helm dependency build and commit charts/.',
    );
  }
  try {
    return await context.fetchDependency(repository, name, version);
  } catch (error) {
    throw aboutApplication(neededBy(error, context.path, name), context);
  }
}

/**
 * Adds the chart to an error of fetching a dependency. The chart refers to the server, and not the Argo
 * Application.
 */
function neededBy(error: unknown, path: string, name: string): unknown {
  if (!GitopsError.is(error) || (error.code !== 'REGISTRY_FAILED' && error.code !== 'WORKFLOW_OFFLINE')) return error;
  return error.with({
    message: `the chart in '${path || '.'}' depends on '${name}', which is not in its charts/: ${error.message}`,
    hint: [error.hint, 'Or run helm dependency build, and commit charts/.']
      .filter((part) => part !== undefined)
      .join(' '),
  });
}

function copyDependency(
  context: SourceContext,
  { name, repository }: ChartDependency,
  binaries: Map<string, Uint8Array>,
): [string, string][] {
  const folder = trimEndOf(posix.join(context.path, repository.slice('file://'.length)), '/');
  const files = context.tree.files.below(folder);
  if (!files.has('Chart.yaml')) throw missingPath(context, `the chart '${folder}'`, 'dependencies in Chart.yaml');
  for (const [path, content] of binariesBelow(context, folder)) binaries.set(`charts/${name}/${path}`, content);
  return files.entries().map(([path, content]) => [`charts/${name}/${path}`, content]);
}

function binariesBelow({ tree }: SourceContext, folder: string): Map<string, Uint8Array> {
  const prefix = folder === '' ? '' : `${folder}/`;
  return new Map(
    [...(tree.binaries ?? [])]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, content]) => [path.slice(prefix.length), content]),
  );
}
