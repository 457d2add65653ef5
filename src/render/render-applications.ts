import type { ArgoAppProject } from '../argocd/app-project.js';
import type { ArgoApplication } from '../argocd/application.js';
import type { ClusterSecret } from '../argocd/cluster-secret.js';
import type { Kustomize } from '../engines/kustomize/kustomize.js';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { describeIdentity, identityKey, identityOf } from '../manifest/identity.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { type Found, findResources } from './find-resources.js';
import { isKustomization, readDirectory } from './read-directory.js';

/** One Argo Application with the objects Argo CD would generate for it. Namespaces are as built: defaulting them needs the cluster. */
export interface RenderedApplication {
  readonly application: ArgoApplication;
  /** File of the Argo Application, relative to the root of the repository. */
  readonly file: string;
  readonly objects: readonly KubeObject[];
}

export interface RenderOptions {
  /** Folder of the output, relative to the root of the repository; `''` for the root. */
  readonly output: string;
  readonly kustomize: Kustomize;
  /** Which Argo Applications are rendered. Default: all. */
  readonly only?: (application: ArgoApplication, clusters: readonly ClusterSecret[]) => boolean;
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

/** Renders the Argo Applications of an output folder: kustomize where their path has a kustomization file, otherwise the manifests of the directory. */
export async function renderApplications(files: FileSet, { output, kustomize, only = () => true }: RenderOptions): Promise<Rendering> {
  const { applications, clusters, projects, problems } = findResources(files, output);
  const wanted = applications.filter(({ resource }) => only(resource, clusters));
  const sources = wanted.map((found) => locate(found, files));
  const built = await buildAll(sources, files, kustomize);
  const results = wanted.map((found, index) => finish(found, built[index]!));
  return {
    rendered: results.flatMap((result) => (GitopsError.is(result) ? [] : [result])),
    applications,
    clusters,
    projects,
    problems: [
      ...problems,
      ...results.filter((result) => GitopsError.is(result)).flatMap((error) => (error.problems.length > 0 ? error.problems : [error])),
    ],
  };
}

type Source =
  | { readonly kind: 'kustomize' | 'directory'; readonly path: string; readonly application: ArgoApplication; readonly file: string }
  | GitopsError;

function locate({ resource: application, file }: Found<ArgoApplication>, files: FileSet): Source {
  const { source, sources } = application.spec;
  const { name } = application.metadata;
  const unsupported = (what: string) =>
    new GitopsError('RENDER_UNSUPPORTED', `Argo Application '${name}' uses ${what}, which is not supported yet`, {
      source: { file },
      hint: 'Let Argo CD deliver it, or put its manifests into a folder of this repository.',
    });
  if (source === undefined) return unsupported(sources ? 'several sources' : 'the source hydrator');
  const special = ['chart', 'helm', 'plugin', 'kustomize', 'ref'].find((field) => source[field] !== undefined);
  if (special !== undefined) return unsupported(`spec.source.${special}`);
  const path = (source.path ?? '').replace(/^\.\/|\/+$/g, '');
  if (files.below(path).size === 0) {
    return new GitopsError('RENDER_PATH_MISSING', `Argo Application '${name}' renders '${path}', which is not in this revision`, {
      source: { file },
      hint: 'Run synth and commit its output, or correct spec.source.path.',
    });
  }
  return { kind: isKustomization(files, path) ? 'kustomize' : 'directory', path, application, file };
}

async function buildAll(sources: readonly Source[], files: FileSet, kustomize: Kustomize): Promise<readonly (readonly KubeObject[] | GitopsError)[]> {
  const directories = [...new Set(sources.flatMap((source) => ('path' in source && source.kind === 'kustomize' ? [source.path] : [])))];
  const results = await kustomize.buildMany(directories.map((directory) => ({ files, directory })));
  const byDirectory = new Map(directories.map((directory, index) => [directory, results[index]!]));
  return sources.map((source) => {
    if (!('path' in source)) return source;
    return source.kind === 'kustomize' ? byDirectory.get(source.path)! : readDirectory(files, source.path, source.application);
  });
}

function finish(
  { resource: application, file }: Found<ArgoApplication>,
  objects: readonly KubeObject[] | GitopsError,
): RenderedApplication | GitopsError {
  if (GitopsError.is(objects)) return objects;
  const twice = duplicates(objects, application, file);
  return twice.length > 0 ? GitopsError.all(twice) : { application, file, objects };
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
