import { posix } from 'node:path';
import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import { followLinks } from '../files/follow-links.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { renderHelm } from './helm/render-helm.js';
import { editKustomization } from './kustomize/edit-kustomization.js';
import type { RenderEngines } from './render-engines.js';
import { linkedTree } from './source/linked-tree.js';
import { readDirectory } from './source/read-directory.js';
import { type SourceContext, type SourceTree, unsupportedSource } from './source/source-context.js';
import { overrideSource } from './source/source-overrides.js';
import { detectType, givenTypes, type SourceType } from './source/source-type.js';
import { unreadableParts } from './source/unreadable-parts.js';

export type Built = readonly KubeObject[] | GitopsError;

export interface SourceEngines extends Partial<Pick<RenderEngines, 'helm' | 'jsonnet'>> {
  /** Builds a directory with kustomize. */
  readonly build: (files: FileSet, directory: string) => Promise<Built>;
}

/** The objects of one source in the repository, or why there are none. */
export async function renderSource(given: SourceContext, engines: SourceEngines): Promise<Built> {
  try {
    const { context, type } = prepare(given);
    if (type === 'kustomize')
      return await engines.build(editKustomization(context), context.path === '' ? '.' : context.path);
    if (type === 'directory')
      return isLink(given.path, context.tree) ? [] : await readDirectory(context, engines.jsonnet);
    if (engines.helm === undefined) return unsupportedSource(context, 'a Helm chart');
    return await renderHelm(context, engines.helm());
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}

function prepare(given: SourceContext): { readonly context: SourceContext; readonly type: SourceType } {
  const { application, file } = given;
  const tree = linkedTree(given.tree);
  const path = realPath(given.path, tree);
  const source = overrideSource(given.source, tree.files, path, application.metadata.name);
  const stated = givenTypes(source);
  const type = stated[0] ?? (isLink(given.path, tree) ? 'directory' : detectType(tree.files, path));
  // Helm's value files are named from the folder as it is written.
  const context = { ...given, source, tree, path: type === 'helm' ? given.path : path };
  GitopsError.throwAll(unreadableParts({ ...context, path }, type));
  if (!isFolder(path, tree)) {
    throw new GitopsError(
      'RENDER_PATH_MISSING',
      `Argo Application '${application.metadata.name}' renders '${given.path}', which is not in this revision`,
      {
        source: { file },
        hint: 'Run synth and commit its output, or correct spec.source.path.',
      },
    );
  }
  if (stated.length > 1) {
    throw new GitopsError(
      'RENDER_INVALID_APPLICATION',
      `Argo Application '${application.metadata.name}' has ${stated.join(' and ')} in one source`,
      {
        source: { file },
        hint: 'Keep one of them: a source has one type.',
      },
    );
  }
  if (stated[0] === 'plugin') throw unsupportedSource(context, `the plugin ${pluginName(context)}`);
  return { context, type };
}

function realPath(path: string, { links }: SourceTree): string {
  const followed = followLinks(path, links ?? new Map());
  return 'path' in followed ? followed.path : path;
}

/** Argo CD looks into no folder that is itself a link: it takes it for a directory without files. */
function isLink(path: string, tree: SourceTree): boolean {
  const parent = realPath(posix.dirname(path), tree);
  return tree.links?.has(posix.join(parent, posix.basename(path))) ?? false;
}

function isFolder(path: string, { files, binaries, links }: SourceTree): boolean {
  const prefix = path === '' ? '' : `${path}/`;
  const has = (paths: Iterable<string> = []) => [...paths].some((one) => one.startsWith(prefix));
  return files.below(path).size > 0 || has(binaries?.keys()) || has(links?.keys());
}

function pluginName({ source }: SourceContext): string {
  return source.plugin?.name ? `'${source.plugin.name}'` : 'that Argo CD discovers';
}
