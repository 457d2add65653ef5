import type { ArgoAppProject } from '../argocd/app-project.js';
import type { ApplicationSource, ArgoApplication } from '../argocd/application.js';
import type { ClusterSecret } from '../argocd/cluster-secret.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { describeIdentity, identityKey, identityOf } from '../manifest/identity.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { type Found, findResources } from './find-resources.js';
import { isArgoResource } from './is-argo-resource.js';
import type { RenderEngines } from './render-engines.js';
import { type Built, renderSource, type SourceEngines } from './render-source.js';
import { missingPath, type SourceTree, unsupportedSource } from './source-context.js';

/** One Argo Application with the objects Argo CD would generate for it. Namespaces are as built: defaulting them needs the cluster. */
export interface RenderedApplication {
  readonly application: ArgoApplication;
  /** File of the Argo Application, relative to the root of the repository. */
  readonly file: string;
  readonly objects: readonly KubeObject[];
}

export interface RenderOptions extends Pick<SourceTree, 'binaries' | 'unreadable'>, Partial<Pick<RenderEngines, 'helm' | 'jsonnet'>> {
  /** Folder of the output, relative to the root of the repository; `''` for the root. */
  readonly output: string;
  readonly kustomize: Kustomize;
  /** Which Argo Applications are rendered. Default: all. */
  readonly only?: ((application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean) | undefined;
  /** Whether a repoURL is the repository that is read. Default: every one is. */
  readonly isOwn?: (repoURL: string) => boolean;
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
 * Renders Argo Applications as Argo CD does: kustomize, Helm charts and directories of the repository itself, several sources, overrides in Git.
 * Other repositories, chart registries and plugins are problems that say so.
 */
export async function renderApplications(files: FileSet, options: RenderOptions): Promise<Rendering> {
  const { applications, clusters, projects, problems } = options.resources ?? findResources(files, options.output);
  const { only = () => true } = options;
  const wanted = applications.filter(({ resource }) => only(resource, clusters));
  const engines = { ...options, build: buildOnce(files, options.kustomize) };
  const results = await Promise.all(wanted.map((found) => renderOne(found, { files, ...options }, options, engines)));
  return {
    rendered: results.flatMap((result) => (GitopsError.is(result) ? [] : [result])),
    applications,
    clusters,
    projects,
    problems: [...problems, ...results.filter((result) => GitopsError.is(result)).flatMap(GitopsError.each)],
  };
}

/** Several Argo Applications may have one overlay. */
function buildOnce(tree: FileSet, kustomize: Kustomize): SourceEngines['build'] {
  const known = new Map<string, Promise<Built>>();
  const build = async (files: FileSet, directory: string) => (await kustomize.buildMany([{ files, directory }]))[0] ?? [];
  return (files, directory) => {
    if (files !== tree) return build(files, directory);
    const result = known.get(directory) ?? build(files, directory);
    known.set(directory, result);
    return result;
  };
}

async function renderOne(
  found: Found<ArgoApplication>,
  tree: SourceTree,
  { isOwn = () => true, revision = 'HEAD' }: RenderOptions,
  engines: SourceEngines,
): Promise<RenderedApplication | GitopsError> {
  const { resource: application, file } = found;
  const { source, sources } = application.spec;
  const all = sources !== undefined && sources.length > 0 ? sources : source === undefined ? [] : [source];
  const about = { application, file };
  if (application.spec['sourceHydrator'] !== undefined || all.length === 0) return unsupportedSource(about, 'the source hydrator');
  const references = new Map(
    all.flatMap((one) => (typeof one['ref'] === 'string' ? [[one['ref'], elsewhere(one, about, isOwn) ?? (true as const)] as const] : [])),
  );
  const results = await Promise.all(
    all.map(async (one): Promise<Built> => {
      if (one['ref'] !== undefined && one.path === undefined && one['chart'] === undefined) return [];
      const remote = elsewhere(one, about, isOwn);
      if (remote) return remote;
      const path = (one.path ?? '').replace(/^(\.?\/)+|^\.$|\/+$/g, '').replace(/^\.$/, '');
      if (path.split('/').includes('..')) return missingPath(about, `the path '${one.path}'`, 'spec.source.path');
      return renderSource({ ...about, source: one, path, tree, revision, references }, engines);
    }),
  );
  const problems = results.filter((result) => GitopsError.is(result));
  if (problems.length > 0) return GitopsError.all(problems);
  const objects = results.flatMap((result) => (GitopsError.is(result) ? [] : result));
  const twice = duplicates(objects, application, file);
  if (twice.length > 0) return GitopsError.all(twice);
  return { application, file, objects: found.holdsResources ? objects.filter((object) => !isArgoResource(object)) : objects };
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
      `the chart '${String(source['chart'])}' of '${repoURL}'`,
      'Commit the chart (helm pull --untar) and name its path, or let Argo CD deliver it.',
    );
  }
  if (/^oci:\/\//i.test(repoURL)) return unsupportedSource(about, `'${repoURL}', an OCI registry`);
  if (isOwn(repoURL)) return undefined;
  return unsupportedSource(
    about,
    `the repository '${repoURL}', which is not this one`,
    'Run in a clone of that repository, or let Argo CD deliver it. Is it this one? Then say so: git remote add argocd <repoURL>.',
  );
}

function duplicates(objects: readonly KubeObject[], { metadata }: ArgoApplication, file: string): GitopsError[] {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    const identity = identityOf(object);
    const key = object.metadata.name ? identityKey(identity) : '';
    const again = key !== '' && seen.has(key);
    seen.add(key);
    if (!again) return [];
    return [
      new GitopsError('RENDER_DUPLICATE_OBJECT', `Argo Application '${metadata.name}' has '${describeIdentity(identity)}' twice`, {
        source: { file },
        object: describeIdentity(identity),
        hint: 'Remove one of the two manifests.',
      }),
    ];
  });
}
