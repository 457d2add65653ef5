import { posix } from 'node:path';
import type { Helm } from '../../engines/helm/helm.js';
import type { ChartHost, ChartNeed } from '../../engines/kustomize/chart-host.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { withoutCredentials } from '../../host/address.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import type { ResolvedSource } from '../source/locate-source.js';
import type { RemoteBases } from './remote-bases.js';

export interface ChartHostOptions {
  /** The folder that is built, for errors. */
  readonly directory: string;
  readonly helm: Pick<Helm, 'template'>;
  readonly remote: RemoteBases;
  /** Files of the build that are not text. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
}

/**
 * Renders charts of kustomizations with the built-in Helm. Fetches missing charts like all sources, and
 * records the versions to which they resolved.
 */
export function createChartHost({
  directory,
  helm,
  remote,
  binaries,
}: ChartHostOptions): ChartHost & { readonly sources: readonly ResolvedSource[] } {
  const all = new Map(binaries);
  const sources: ResolvedSource[] = [];
  const told = <Result>(need: ChartNeed, work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      throw GitopsError.is(error) ? inKustomization(error, need, directory) : error;
    });
  const pull = async ({ chart, folder }: ChartNeed) => {
    const { name = '', version, repo = '', devel = false } = chart;
    if (!/^(?:https?|oci):\/\//i.test(repo)) throw noRepository(repo);
    const wanted = version || (devel ? '>0.0.0-0' : '*');
    const { tree, revision } = await remote.chart({
      repoURL: trimEndOf(repo.replace(/^oci:\/\//i, ''), '/'),
      chart: name,
      version: wanted,
    });
    if (!tree.files.has('Chart.yaml')) throw notInArchive(name);
    for (const [path, bytes] of tree.binaries ?? []) all.set(posix.join(folder, path), bytes);
    const repoURL = withoutCredentials(repo);
    sources.push({ repoURL, chart: name, targetRevision: version ?? '', revision, fetched: true });
    return tree.files;
  };
  const template = async ({ chart, folder, values }: ChartNeed, files: FileSet) => {
    const { output } = await helm.template({
      chart: { files: files.below(folder), binaries: below(all, folder) },
      ...nameOf(chart),
      namespace: chart.namespace || 'default',
      values: { files: values },
      ...(chart.kubeVersion ? { kubeVersion: chart.kubeVersion } : {}),
      apiVersions: chart.apiVersions ?? [],
      includeCrds: chart.includeCRDs === true,
      skipTests: chart.skipTests === true,
      noHooks: chart.skipHooks === true,
    });
    return output;
  };
  return {
    binaries: all,
    sources,
    pull: (need) => told(need, pull(need)),
    template: (need, files) => told(need, template(need, files)),
  };
}

/** The name of the release, from the options that kustomize passes to helm. */
function nameOf({ releaseName = '', nameTemplate = '' }: ChartNeed['chart']): {
  readonly releaseName: string;
  readonly nameTemplate?: string;
} {
  if (nameTemplate === '') return { releaseName: releaseName || 'release-name' };
  if (releaseName === '') return { releaseName: 'release-name', nameTemplate };
  throw new GitopsError('ENGINE_HELM_FAILED', 'cannot set --name-template and also specify a name', {
    hint: 'Remove nameTemplate or releaseName.',
  });
}

function below(binaries: ReadonlyMap<string, Uint8Array>, folder: string): ReadonlyMap<string, Uint8Array> {
  const prefix = `${folder}/`;
  return new Map(
    [...binaries].flatMap(([path, bytes]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), bytes] as const] : [],
    ),
  );
}

function noRepository(repo: string): GitopsError {
  return new GitopsError(
    'RENDER_UNSUPPORTED',
    `its repository '${withoutCredentials(repo)}' is neither https:// nor oci://, and helm pulls from no other`,
    {
      hint: 'Correct repo, or commit the chart into chartHome.',
    },
  );
}

function notInArchive(name: string): GitopsError {
  return new GitopsError('REGISTRY_INVALID', `its archive has no folder '${name}' with a Chart.yaml`, {
    hint: 'Correct the name of the chart.',
  });
}

function inKustomization(error: GitopsError, { chart, folder }: ChartNeed, directory: string): GitopsError {
  const { name = '', version, repo } = chart;
  const place = repo === undefined ? `in '${folder}'` : `${version ?? ''} of '${withoutCredentials(repo)}'`.trim();
  return error.with(({ message }) => ({
    message: `'${directory}' needs the chart '${name}' ${place}: ${message}`,
    source: { file: directory },
  }));
}
