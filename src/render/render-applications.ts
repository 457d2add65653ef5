import type { ArgoApplication } from '../argocd/application/application.js';
import type { ClusterSecret } from '../argocd/clusters/cluster-secret.js';
import type { ArgoAppProject } from '../argocd/project/app-project.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { type BuildOptions, buildOnce } from './build-once.js';
import { buildFlags } from './kustomize/build-flags.js';
import { type RenderApplicationOptions, type RenderedApplication, renderApplication } from './render-application.js';
import type { RenderEngines } from './render-engines.js';
import type { Found } from './resources/argo-resources.js';
import { type ControlNamespaceOf, controlNamespaces } from './resources/control-namespaces.js';
import { findResources } from './resources/find-resources.js';
import type { LocateSource } from './source/locate-source.js';
import type { FetchDependency, SourceTree } from './source/source-context.js';

export interface RenderOptions
  extends Pick<SourceTree, 'binaries' | 'unread' | 'unreadable'>,
    BuildOptions,
    Partial<Pick<RenderEngines, 'jsonnet'>> {
  /** The output folder, relative to the root of the repository; `''` for the root. */
  readonly output: string;
  /** Selects the Argo Applications to render. Default: all. */
  readonly only?: ((application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean) | undefined;
  /** Whether a repoURL is the repository that is read. Default: every repoURL is. */
  readonly isOwn?: (repoURL: string) => boolean;
  /** Finds the files of every source. Default: all are in `files`, and a source elsewhere is a problem. */
  readonly locate?: LocateSource;
  /** Finds the dependencies of charts. Default: none is found. */
  readonly fetchDependency?: FetchDependency;
  /** The commit, for `$ARGOCD_APP_REVISION`. Default: `HEAD`. */
  readonly revision?: string;
  /** Where the Argo CD of an Argo Application runs. Default: as the resources say. */
  readonly controlNamespaceOf?: ControlNamespaceOf;
  /** Argo CD's resources, when the caller has found them already. */
  readonly resources?: ReturnType<typeof findResources>;
}

export interface Rendering {
  readonly rendered: readonly RenderedApplication[];
  /** Every Argo Application of the output, rendered or not. */
  readonly applications: readonly Found<ArgoApplication>[];
  readonly clusters: readonly ClusterSecret[];
  readonly projects: readonly Found<ArgoAppProject>[];
  /** Everything that could not be read or rendered. One broken Argo Application hides no other. */
  readonly problems: readonly GitopsError[];
}

/**
 * Renders Argo Applications as Argo CD does: kustomize, Helm charts and directories, several sources, and
 * overrides in Git. A source with a plugin is a problem.
 */
export async function renderApplications(files: FileSet, options: RenderOptions): Promise<Rendering> {
  const resources = options.resources ?? findResources(files, options.output);
  const { applications, clusters, projects, problems } = resources;
  const { only = () => true } = options;
  const wanted = applications.filter(({ resource }) => only(resource, clusters));
  const { isOwn = () => true, revision = 'HEAD', locate, fetchDependency } = options;
  const rendering: RenderApplicationOptions = {
    own: { files, ...options },
    isOwn,
    revision,
    controlNamespaceOf: options.controlNamespaceOf ?? controlNamespaces(resources),
    locate,
    fetchDependency,
    engines: options,
    build: buildOnce(options),
    flags: (source) => buildFlags(resources.settings?.resource, source),
  };
  const results = await Promise.all(wanted.map((found) => renderApplication(found, rendering)));
  return {
    rendered: results.flatMap((result) => (GitopsError.is(result) ? [] : [result])),
    applications,
    clusters,
    projects,
    problems: [...problems, ...results.filter((result) => GitopsError.is(result)).flatMap(GitopsError.each)],
  };
}
