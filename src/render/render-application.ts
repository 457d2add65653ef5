import type { ApplicationSource, ArgoApplication } from '../argocd/application/application.js';
import { sourceFolder } from '../argocd/application/source-folder.js';
import { sourcesOf } from '../argocd/application/sources-of.js';
import type { BuildFlags } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import { withoutCredentials } from '../host/address.js';
import { keyOf } from '../manifest/identity.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { BuildOverlay } from './build-once.js';
import { duplicateObjects } from './duplicate-objects.js';
import { excessiveSize } from './excessive-size.js';
import { renderSource, type SourceEngines } from './render-source.js';
import type { Found } from './resources/argo-resources.js';
import type { ControlNamespaceOf } from './resources/control-namespaces.js';
import { isArgoResource } from './resources/is-argo-resource.js';
import { aboutApplication } from './source/about-application.js';
import { linkedTree } from './source/linked-tree.js';
import type { LocatedSource, LocateSource, ResolvedSource } from './source/locate-source.js';
import type { RenderWarning } from './source/render-warning.js';
import {
  type FetchDependency,
  missingPath,
  type SourceContext,
  type SourceTree,
  unsupportedSource,
} from './source/source-context.js';

/**
 * One Argo Application with the objects that Argo CD would generate for it. Objects have the namespaces of
 * their manifests: default namespaces need the cluster.
 */
export interface RenderedApplication {
  readonly application: ArgoApplication;
  /** The file of the Argo Application, relative to the root of the repository. */
  readonly file: string;
  /** The objects. Equal objects of a source are here once. */
  readonly objects: readonly KubeObject[];
  /** Oddities that Argo CD accepts and that are rarely meant. */
  readonly warnings: readonly RenderWarning[];
  /**
   * The revisions to which its sources resolved, in their order, and then the remote bases of kustomizations.
   */
  readonly sources: readonly ResolvedSource[];
}

export interface RenderApplicationOptions {
  /** The files of the revision. */
  readonly own: SourceTree;
  readonly isOwn: (repoURL: string) => boolean;
  readonly revision: string;
  readonly controlNamespaceOf: ControlNamespaceOf;
  readonly locate?: LocateSource | undefined;
  readonly fetchDependency?: FetchDependency | undefined;
  readonly engines: Omit<SourceEngines, 'build'>;
  readonly build: BuildOverlay;
  readonly flags: (source: ApplicationSource) => BuildFlags | undefined;
}

interface About {
  readonly application: ArgoApplication;
  readonly file: string;
}

/** A source with the place of its files, or with the reason why it has none. */
interface Place {
  readonly source: ApplicationSource;
  /** The path relative to the root of its files; `''` for the root. */
  readonly path: string;
  readonly place: LocatedSource | GitopsError;
}

/** The result of rendering a source. */
interface Part {
  readonly source: ApplicationSource;
  readonly path: string;
  readonly place: LocatedSource;
  readonly built: readonly KubeObject[];
  /** The remote bases of its kustomizations. */
  readonly bases: readonly ResolvedSource[];
}

/** Renders one Argo Application with all its sources. Returns all problems when there are any. */
export async function renderApplication(
  found: Found<ArgoApplication>,
  options: RenderApplicationOptions,
): Promise<RenderedApplication | GitopsError> {
  const { resource: application, file, holdsResources } = found;
  const about = { application, file };
  const sources = sourcesOf(application);
  if (application.spec.sourceHydrator !== undefined || sources.length === 0)
    return unsupportedSource(about, 'the source hydrator');
  const places = await Promise.all(sources.map((source) => placeOf(source, about, options)));
  const references = referencesOf(places);
  // When a source serves only as `$ref`, the source that uses it reports its problem.
  const wanted = places.filter(({ source, place }) => !isOnlyReferred(source) || !GitopsError.is(place));
  const warnings: RenderWarning[] = [];
  const warn = (warning: RenderWarning) => warnings.push(warning);
  const results = await Promise.all(wanted.map((place) => buildPart(place, { ...about, warn }, references, options)));
  const problems = results.filter((result) => GitopsError.is(result));
  if (problems.length > 0) return GitopsError.all(problems);
  const parts = results.flatMap((result) => (GitopsError.is(result) ? [] : [result]));
  const all = parts.flatMap(({ built }) => built);
  const large = excessiveSize(all, about);
  if (large !== undefined) return large;
  const twice = duplicateObjects(
    parts.map((part) => ({
      ...part,
      tree: linkedTree(part.place.tree),
      resolved: resolvedSource(part),
      objects: part.built,
    })),
    about,
  );
  const different = twice.filter((one) => GitopsError.is(one));
  if (different.length > 0) return GitopsError.all(different);
  const equal = twice.flatMap((one) => (GitopsError.is(one) ? [] : [one]));
  const objects = equal.length === 0 ? all : withoutRepeated(all);
  return {
    application,
    file,
    objects: holdsResources ? objects.filter((object) => !isArgoResource(object)) : objects,
    warnings: [...warnings, ...equal],
    sources: [...parts.map(resolvedSource), ...parts.flatMap(({ bases }) => bases)],
  };
}

/** Keeps the first of equal objects. Objects with a generated name are never equal. */
function withoutRepeated(objects: readonly KubeObject[]): readonly KubeObject[] {
  const known = new Set<string>();
  return objects.filter((object) => {
    if (!object.metadata.name) return true;
    const key = keyOf(object);
    return !known.has(key) && known.add(key);
  });
}

/** True for a source with value files for other sources, and without manifests. */
function isOnlyReferred(source: ApplicationSource): boolean {
  return source.ref !== undefined && source.path === undefined && source.chart === undefined;
}

async function placeOf(
  source: ApplicationSource,
  about: About,
  { own, isOwn, revision, locate }: RenderApplicationOptions,
): Promise<Place> {
  const located = await locate?.(source, about.application).catch((error: unknown) => aboutApplication(error, about));
  const place = located ?? refuseElsewhere(source, about, isOwn) ?? { tree: own, revision };
  return { source, path: sourceFolder(source.path), place };
}

/** The files to which each `$ref` in value files refers. */
function referencesOf(places: readonly Place[]): ReadonlyMap<string, SourceTree | GitopsError> {
  return new Map(
    places.flatMap(({ source: { ref }, place }) =>
      ref === undefined ? [] : [[ref, GitopsError.is(place) ? place : place.tree] as const],
    ),
  );
}

async function buildPart(
  { source, path, place }: Place,
  about: About & Pick<SourceContext, 'warn'>,
  references: ReadonlyMap<string, SourceTree | GitopsError>,
  { controlNamespaceOf, engines, build, flags, fetchDependency }: RenderApplicationOptions,
): Promise<Part | GitopsError> {
  if (GitopsError.is(place)) return place;
  if (isOnlyReferred(source)) return { source, path, place, built: [], bases: [] };
  if (source.path?.startsWith('/') === true) return absolutePath(source.path, about);
  if (path.split('/').includes('..')) return missingPath(about, `the path '${source.path}'`, 'spec.source.path');
  let bases: readonly ResolvedSource[] = [];
  const buildFolder: SourceEngines['build'] = async (tree, directory) => {
    const overlay = await build(tree, directory, flags(source));
    bases = overlay.bases;
    return overlay.built;
  };
  const built = await renderSource(
    {
      ...about,
      controlNamespace: controlNamespaceOf(about.application.metadata),
      source,
      path: source.chart === undefined ? path : '',
      ...place,
      references,
      fetchDependency,
    },
    { ...engines, build: buildFolder },
  );
  return GitopsError.is(built) ? built : { source, path, place, built, bases };
}

function absolutePath(path: string, { application, file }: About): GitopsError {
  return new GitopsError(
    'RENDER_INVALID_APPLICATION',
    `Argo Application '${application.metadata.name}' has the path '${path}', which is absolute: Argo CD refuses it`,
    { source: { file }, hint: 'Write it without the first slash: it begins at the root of the repository.' },
  );
}

function resolvedSource({
  source: { repoURL, path, chart, targetRevision = 'HEAD' },
  place: { revision, fetched },
}: Part): ResolvedSource {
  return {
    repoURL: withoutCredentials(repoURL),
    ...(path === undefined ? {} : { path }),
    ...(chart === undefined ? {} : { chart }),
    targetRevision,
    revision,
    ...(fetched === true ? { fetched } : {}),
  };
}

/** The error for a source that cannot be read from the local repository. */
function refuseElsewhere(
  source: ApplicationSource,
  about: About,
  isOwn: (repoURL: string) => boolean,
): GitopsError | undefined {
  const { repoURL } = source;
  if (source.chart !== undefined) {
    return unsupportedSource(
      about,
      `the chart '${source.chart}' of '${withoutCredentials(repoURL)}'`,
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
