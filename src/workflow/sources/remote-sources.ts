import { parseCommittedRepositories, parseRepositories } from '../../argocd/repositories/parse-repositories.js';
import type { RepositoryEntry } from '../../argocd/repositories/repository-entry.js';
import { trustedServers } from '../../argocd/repositories/trusted-servers.js';
import { GitopsError } from '../../errors.js';
import type { FileSet } from '../../files/file-set.js';
import { unpackArchive } from '../../registry/unpack-archive.js';
import type { RemoteBases } from '../../render/kustomize/remote-bases.js';
import type { LocatedSource } from '../../render/source/locate-source.js';
import type { FetchDependency } from '../../render/source/source-context.js';
import type { RevisionOptions } from '../api/options.js';
import { locateArtifact } from './locate-artifact.js';
import { type ChartRequest, locateChart } from './locate-chart.js';
import { type LocateContext, locateGit } from './locate-git.js';
import { locateManifest } from './locate-manifest.js';
import { createSourceCache } from './source-cache.js';

/** Sources outside of the repository at hand; each is asked for once in a run. */
export interface RemoteSources extends RemoteBases {
  /** Another Git repository. */
  git(repoURL: string, targetRevision: string): Promise<LocatedSource>;
  /** A chart of a Helm repository or an OCI registry. */
  chart(request: ChartRequest): Promise<LocatedSource>;
  /** An artifact of an OCI registry, as Argo CD reads `oci://`. */
  artifact(repoURL: string, targetRevision: string): Promise<LocatedSource>;
  /** A chart that another one depends on. */
  readonly dependency: FetchDependency;
}

const MENTION = /argocd\.argoproj\.io\/secret-type["']?:\s*["']?repo/;

/**
 * @param files of the revision, whose committed repository Secrets count too
 * @throws GitopsError ARGOCD_INVALID_REPOSITORY for the file of the operator
 */
export function createRemoteSources(
  options: Pick<RevisionOptions, 'cacheDirectory' | 'sources' | 'onNotice'>,
  files: FileSet,
): RemoteSources {
  const { sources = {}, cacheDirectory, onNotice } = options;
  const { repositories } = sources;
  const told = new Set<string>();
  const context: LocateContext = {
    cache: createSourceCache(cacheDirectory, sources.offline === true),
    entries: [
      ...(repositories === undefined ? [] : parseRepositories(repositories.content, repositories.file)),
      ...committed(files),
    ],
    trusted:
      repositories === undefined
        ? { certificates: new Map() }
        : trustedServers(repositories.content, repositories.file),
    options: sources,
    onNotice: (notice) => {
      if (!told.has(notice.message)) onNotice?.(notice);
      told.add(notice.message);
    },
  };
  const known = new Map<string, Promise<LocatedSource>>();
  const once = (key: readonly string[], locate: () => Promise<LocatedSource>): Promise<LocatedSource> => {
    const located = known.get(key.join('\0')) ?? locate();
    known.set(key.join('\0'), located);
    return located;
  };
  return {
    manifest: (url) => locateManifest(url, context),
    git: (repoURL, revision) => once(['git', repoURL, revision], () => locateGit(repoURL, revision, context)),
    chart: (request) =>
      once(['chart', request.repoURL, request.chart, request.version], () => unpackedChart(request, context)),
    artifact: (repoURL, revision) => once(['oci', repoURL, revision], () => locateArtifact(repoURL, revision, context)),
    dependency: (repository, name, version) =>
      locateChart({ ...dependencyPlace(repository, name, context.entries), version: version || '*' }, context),
  };
}

async function unpackedChart(request: ChartRequest, context: LocateContext): Promise<LocatedSource> {
  const { version, archive } = await locateChart(request, context);
  const folder = request.chart.split('/').at(-1) ?? request.chart;
  return {
    tree: unpackArchive(archive, `the chart '${request.chart}' ${version}`, folder),
    revision: version,
    fetched: true,
  };
}

/** Where Chart.yaml says that a dependency is: a URL, or the name of a repository. */
function dependencyPlace(
  repository: string,
  name: string,
  entries: readonly RepositoryEntry[],
): Omit<ChartRequest, 'version'> {
  const alias = /^(?:@|alias:)(.+)$/.exec(repository)?.[1];
  const url = alias === undefined ? repository : entries.find((entry) => entry.name === alias)?.url;
  if (url !== undefined) return { repoURL: url.replace(/^oci:\/\//i, ''), chart: name };
  throw new GitopsError(
    'ARGOCD_INVALID_REPOSITORY',
    `no repository is called '${alias}', from which the dependency '${name}' comes`,
    {
      hint: `Give a repository Secret with name: ${alias} in the file of --repositories, or write its URL.`,
    },
  );
}

/** A broken file is reported where it is needed. */
function committed(files: FileSet): readonly RepositoryEntry[] {
  return files.entries().flatMap(([path, content]) => {
    if (!/\.(ya?ml|json)$/.test(path) || !MENTION.test(content)) return [];
    try {
      return parseCommittedRepositories(content, path);
    } catch (error) {
      if (GitopsError.is(error)) return [];
      throw error;
    }
  });
}
