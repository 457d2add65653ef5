import type { ApplicationSource, ArgoApplication } from '../argocd/application/application.js';
import type { ClusterSecret } from '../argocd/clusters/cluster-secret.js';
import type { ArgoAppProject } from '../argocd/project/app-project.js';
import type { Helm } from '../engines/helm/helm.js';
import type { BuildFlags, Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { withoutCredentials } from '../host/address.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { duplicateObjects } from './duplicate-objects.js';
import { buildFlags } from './kustomize/build-flags.js';
import { createChartHost } from './kustomize/create-chart-host.js';
import { fetchBases, type WithBases } from './kustomize/fetch-bases.js';
import type { RemoteBases } from './kustomize/remote-bases.js';
import type { RenderEngines } from './render-engines.js';
import { type Built, renderSource, type SourceEngines } from './render-source.js';
import { type Found, findResources } from './resources/find-resources.js';
import { isArgoResource } from './resources/is-argo-resource.js';
import { aboutApplication } from './source/about-application.js';
import type { FetchDependency } from './source/fetch-dependency.js';
import type { LocatedSource, LocateSource, ResolvedSource } from './source/locate-source.js';
import { missingPath, type SourceTree, unsupportedSource } from './source/source-context.js';

/**
 * One Argo Application with the objects Argo CD would generate for it. Namespaces are as built: defaulting
 * them needs the cluster.
 */
export interface RenderedApplication {
  readonly application: ArgoApplication;
  /** File of the Argo Application, relative to the root of the repository. */
  readonly file: string;
  readonly objects: readonly KubeObject[];
  /** What its sources were resolved to, in their order, and after them the remote bases of kustomizations. */
  readonly sources: readonly ResolvedSource[];
}

export interface RenderOptions
  extends Pick<SourceTree, 'binaries' | 'unreadable'>,
    Partial<Pick<RenderEngines, 'helm' | 'jsonnet'>> {
  /** Folder of the output, relative to the root of the repository; `''` for the root. */
  readonly output: string;
  readonly kustomize: Pick<Kustomize, 'buildMany'>;
  /** Which Argo Applications are rendered. Default: all. */
  readonly only?: ((application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean) | undefined;
  /** Whether a repoURL is the repository that is read. Default: every one is. */
  readonly isOwn?: (repoURL: string) => boolean;
  /**
   * Finds the files of every source. Default: all are in `files`, and sources that are elsewhere are
   * problems.
   */
  readonly locate?: LocateSource;
  /** Finds charts that charts depend on. Default: none is found. */
  readonly fetchDependency?: FetchDependency;
  /** Finds what kustomizations name that is elsewhere. Default: nothing is found. */
  readonly bases?: RemoteBases;
  /** The commit, for `$ARGOCD_APP_REVISION`. Default: `HEAD`. */
  readonly revision?: string;
  /** Argo CD's resources, when they were looked for before. */
  readonly resources?: ReturnType<typeof findResources>;
}

export interface Rendering {
  readonly rendered: readonly RenderedApplication[];
  /** Every Argo Application of the output, rendered or not. */
  readonly applications: readonly Found<ArgoApplication>[];
  readonly clusters: readonly ClusterSecret[];
  readonly projects: readonly Found<ArgoAppProject>[];
  /** What could not be read or rendered. One broken Argo Application hides no other. */
  readonly problems: readonly GitopsError[];
}

/**
 * Renders Argo Applications as Argo CD does: kustomize, Helm charts and directories, several sources,
 * overrides in Git. Plugins are problems that say so.
 */
export async function renderApplications(files: FileSet, options: RenderOptions): Promise<Rendering> {
  const resources = options.resources ?? findResources(files, options.output);
  const { applications, clusters, projects, problems } = resources;
  const { only = () => true } = options;
  const wanted = applications.filter(({ resource }) => only(resource, clusters));
  const engines = { ...options, build: buildOnce(options) };
  const flags = (source: ApplicationSource) => buildFlags(resources.settings?.resource, source);
  const results = await Promise.all(
    wanted.map((found) => renderOne(found, { files, ...options }, options, { ...engines, flags })),
  );
  return {
    rendered: results.flatMap((result) => (GitopsError.is(result) ? [] : [result])),
    applications,
    clusters,
    projects,
    problems: [...problems, ...results.filter((result) => GitopsError.is(result)).flatMap(GitopsError.each)],
  };
}

interface BuiltOverlay {
  readonly built: Built;
  readonly bases: readonly ResolvedSource[];
}

type BuildOverlay = (
  tree: Pick<SourceTree, 'binaries' | 'files'>,
  directory: string,
  flags: BuildFlags | undefined,
) => Promise<BuiltOverlay>;

/** Several Argo Applications may have one overlay. */
function buildOnce({ kustomize, bases, helm }: Pick<RenderOptions, 'bases' | 'helm' | 'kustomize'>): BuildOverlay {
  const trees = new WeakMap<FileSet, Map<string, Promise<BuiltOverlay>>>();
  const build: BuildOverlay = async (tree, directory, flags) => {
    try {
      const {
        files,
        binaries = new Map(),
        sources,
      }: FoundBases = bases === undefined
        ? { ...tree, sources: [] }
        : await fetchBases(tree.files, directory, { remote: bases, binaries: tree.binaries });
      const charts =
        bases === undefined || helm === undefined || flags?.enableHelm !== true
          ? undefined
          : createChartHost({ directory, helm: lazily(helm), remote: bases, binaries });
      const [built = []] = await kustomize.buildMany([
        { files, binaries, directory, ...(flags && { flags }), ...(charts && { charts }) },
      ]);
      return { built, bases: [...sources, ...(charts?.sources ?? [])] };
    } catch (error) {
      if (GitopsError.is(error)) return { built: error, bases: [] };
      throw error;
    }
  };
  return (tree, directory, flags) => {
    const { files } = tree;
    const known = trees.get(files) ?? new Map<string, Promise<BuiltOverlay>>();
    trees.set(files, known);
    const key = JSON.stringify([directory, flags]);
    const result = known.get(key) ?? build(tree, directory, flags);
    known.set(key, result);
    return result;
  };
}

type FoundBases = Pick<SourceTree, 'binaries' | 'files'> & Pick<WithBases, 'sources'>;

/** Most kustomizations have no chart: then no engine is made. */
function lazily(helm: RenderEngines['helm']): Pick<Helm, 'template'> {
  return { template: (request) => helm().template(request) };
}

async function renderOne(
  found: Found<ArgoApplication>,
  own: SourceTree,
  { isOwn = () => true, revision = 'HEAD', locate, fetchDependency }: RenderOptions,
  engines: Omit<SourceEngines, 'build'> & {
    readonly build: BuildOverlay;
    readonly flags: (source: ApplicationSource) => BuildFlags | undefined;
  },
): Promise<RenderedApplication | GitopsError> {
  const { resource: application, file } = found;
  const { source, sources } = application.spec;
  const all = sources !== undefined && sources.length > 0 ? sources : source === undefined ? [] : [source];
  const about = { application, file };
  if (application.spec['sourceHydrator'] !== undefined || all.length === 0)
    return unsupportedSource(about, 'the source hydrator');
  const located = await Promise.all(
    all.map(async (one): Promise<LocatedSource | GitopsError> => {
      const place = await locate?.(one, application).catch((error: unknown) => aboutApplication(error, about));
      return place ?? elsewhere(one, about, isOwn) ?? { tree: own, revision };
    }),
  );
  const references = new Map(
    all.flatMap((one, index) => {
      const place = located[index];
      if (typeof one['ref'] !== 'string' || place === undefined) return [];
      return [[one['ref'], GitopsError.is(place) ? place : place.tree] as const];
    }),
  );
  const bases = all.map((): readonly ResolvedSource[] => []);
  const results = await Promise.all(
    all.map(async (one, index): Promise<Built> => {
      const place = located[index];
      if (one['ref'] !== undefined && one.path === undefined && one['chart'] === undefined) return [];
      if (place === undefined || GitopsError.is(place)) return place ?? [];
      const path = folderOf(one);
      if (path.split('/').includes('..')) return missingPath(about, `the path '${one.path}'`, 'spec.source.path');
      const isChart = one['chart'] !== undefined;
      const build = async (files: FileSet, directory: string): Promise<Built> => {
        const overlay = await engines.build({ ...place.tree, files }, directory, engines.flags(one));
        bases[index] = overlay.bases;
        return overlay.built;
      };
      return renderSource(
        { ...about, source: one, path: isChart ? '' : path, ...place, references, fetchDependency },
        { ...engines, build },
      );
    }),
  );
  const problems = results.filter((result) => GitopsError.is(result));
  if (problems.length > 0) return GitopsError.all(problems);
  const objects = results.flatMap((result) => (GitopsError.is(result) ? [] : result));
  const twice = duplicateObjects(
    all.flatMap((one, index) => {
      const [place, built] = [located[index], results[index]];
      if (place === undefined || GitopsError.is(place) || built === undefined || GitopsError.is(built)) return [];
      return [
        { source: one, path: folderOf(one), tree: place.tree, resolved: resolvedSource(one, place), objects: built },
      ];
    }),
    about,
  );
  if (twice.length > 0) return GitopsError.all(twice);
  return {
    application,
    file,
    objects: found.holdsResources ? objects.filter((object) => !isArgoResource(object)) : objects,
    sources: [
      ...all.flatMap((one, index) => {
        const place = located[index];
        return place === undefined || GitopsError.is(place) ? [] : [resolvedSource(one, place)];
      }),
      ...bases.flat(),
    ],
  };
}

/** Relative to the root of the source; `''` for the root. */
function folderOf({ path = '' }: ApplicationSource): string {
  return path.replace(/^(\.?\/)+|^\.$|\/+$/g, '').replace(/^\.$/, '');
}

function resolvedSource(
  { repoURL, path, targetRevision = 'HEAD', ...rest }: ApplicationSource,
  { revision, fetched }: LocatedSource,
): ResolvedSource {
  const chart = rest['chart'];
  return {
    repoURL: withoutCredentials(repoURL),
    path,
    ...(typeof chart === 'string' ? { chart } : {}),
    targetRevision,
    revision,
    ...(fetched === true ? { fetched } : {}),
  };
}

/** Why a source cannot be read from the repository at hand. */
function elsewhere(
  source: ApplicationSource,
  about: { readonly application: ArgoApplication; readonly file: string },
  isOwn: (repoURL: string) => boolean,
): GitopsError | undefined {
  const { repoURL } = source;
  if (source['chart'] !== undefined) {
    return unsupportedSource(
      about,
      `the chart '${String(source['chart'])}' of '${withoutCredentials(repoURL)}'`,
      'Commit the chart (helm pull --untar) and name its path, or let Argo CD deliver it.',
    );
  }
  if (/^oci:\/\//i.test(repoURL)) return unsupportedSource(about, `'${withoutCredentials(repoURL)}', an OCI registry`);
  if (isOwn(repoURL)) return undefined;
  return unsupportedSource(
    about,
    `the repository '${withoutCredentials(repoURL)}', which is not this one`,
    'Run in a clone of that repository, or let Argo CD deliver it. Is it this one? Then say so: git remote add argocd <repoURL>.',
  );
}
