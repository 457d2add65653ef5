import { posix, relative, resolve } from 'node:path';
import type { ArgoApplication } from '../argocd/application.js';
import { GitopsError } from '../errors.js';
import { FileSet } from '../files/file-set.js';
import { openRepository } from '../git/open-repository.js';
import type { GitRepository } from '../git/repository.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { type Found, findResources } from '../render/find-resources.js';
import type { RevisionOptions } from './options.js';
import { type RevisionFiles, readRevision } from './read-revision.js';
import { renderRevision } from './render-revision.js';
import type { RevisionSummary } from './results.js';

export interface RenderVerbOptions extends RevisionOptions {
  /** Name of an Argo Application, or a folder: relative to `directory` or to the root of the repository. */
  readonly target?: string;
  /** What a relative folder starts from. Default: the root of the repository. */
  readonly directory?: string;
  /** A file with Argo Applications, instead of `target`. */
  readonly manifest?: { readonly file: string; readonly content: string };
}

/** What Argo CD would generate. */
export interface RenderResult {
  readonly kind: 'RenderResult';
  readonly revision: RevisionSummary;
  /** Names of the Argo Applications; empty for a folder. */
  readonly applications: readonly string[];
  readonly objects: readonly KubeObject[];
}

/**
 * The objects that Argo CD would generate for an Argo Application or a folder at a revision. Needs no cluster: namespaces are as the sources have them.
 *
 * @throws GitopsError WORKFLOW_NOTHING_SELECTED, RENDER_UNSUPPORTED and what reading and rendering throw
 */
export async function render(options: RenderVerbOptions): Promise<RenderResult> {
  const git = await openRepository(options.repository);
  const read = await readRevision(git, { ...options, allowDirty: true, whole: true });
  const { found, isFolder } = choose(git, read, options);
  const cache = options.cacheDirectory === undefined ? {} : { cacheDirectory: options.cacheDirectory };
  const resources = { ...read.resources, applications: found, problems: [] };
  const { rendering } = await renderRevision(git, { ...read, resources }, { wanted: () => true, ...cache });
  GitopsError.throwAll(rendering.problems);
  return {
    kind: 'RenderResult',
    revision: read.revision,
    applications: isFolder ? [] : found.map(({ resource }) => resource.metadata.name),
    objects: rendering.rendered.flatMap(({ objects }) => objects),
  };
}

interface Choice {
  readonly found: readonly Found<ArgoApplication>[];
  readonly isFolder: boolean;
}

function choose(git: GitRepository, { resources, tree, output }: RevisionFiles, { target = '', directory, manifest }: RenderVerbOptions): Choice {
  if (manifest !== undefined) return { found: fromManifest(manifest), isFolder: false };
  const known = [...resources.applications, ...resources.roots];
  const named = known.filter(({ resource }) => resource.metadata.name === target);
  if (named.length > 0) return { found: named, isFolder: false };
  const folder = foldersNamed(git, target, directory).find((one) => one === '' || tree.files.below(one).size > 0);
  if (folder !== undefined) return { found: [{ resource: folderApplication(folder), file: folder }], isFolder: true };
  GitopsError.throwAll(resources.problems);
  throw new GitopsError('WORKFLOW_NOTHING_SELECTED', `'${target}' is neither an Argo Application nor a folder of this revision`, {
    hint: `Argo Applications${output === '' ? '' : ` in '${output}'`}: ${known.map(({ resource }) => resource.metadata.name).join(', ') || 'none'}.`,
  });
}

function fromManifest({ file, content }: { readonly file: string; readonly content: string }): readonly Found<ArgoApplication>[] {
  const name = posix.basename(file.replaceAll('\\', '/')) || 'application.yaml';
  const { applications, roots, applicationSets, problems } = findResources(FileSet.of([[`applications/${name}`, content]]), 'applications');
  GitopsError.throwAll(problems.map((problem) => atFile(problem, file)));
  const found = [...applications, ...roots].map(({ resource }) => ({ resource, file }));
  if (found.length > 0) return found;
  const what = applicationSets.length > 0 ? 'an ApplicationSet, which is not expanded yet' : 'no Argo Application';
  throw new GitopsError(applicationSets.length > 0 ? 'RENDER_UNSUPPORTED' : 'RENDER_INVALID_APPLICATION', `'${file}' holds ${what}`, {
    source: { file },
    hint: 'Give a file with apiVersion argoproj.io/v1alpha1, kind Application.',
  });
}

function atFile({ code, message, hint }: GitopsError, file: string): GitopsError {
  return new GitopsError(code, message, { source: { file }, hint });
}

function foldersNamed({ root }: GitRepository, target: string, directory: string | undefined): readonly string[] {
  const fromRoot = posix.normalize(target.replaceAll('\\', '/')).replace(/\/+$/, '');
  const fromDirectory = root === undefined || directory === undefined ? fromRoot : relative(root, resolve(directory, target)).replaceAll('\\', '/');
  return [fromDirectory, fromRoot]
    .map((folder) => (folder === '.' ? '' : folder))
    .filter((folder) => !folder.startsWith('..') && !folder.startsWith('/'));
}

/** A folder as Argo CD would take it without any option. */
function folderApplication(path: string): ArgoApplication {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: posix.basename(path) || 'root' },
    spec: { project: 'default', source: { repoURL: '', path }, destination: {} },
  };
}
