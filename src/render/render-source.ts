import { posix } from 'node:path';
import { instanceNames } from '../argocd/application/instance-names.js';
import { GitopsError } from '../errors.js';
import { followLinks } from '../files/follow-links.js';
import { trimEndOf } from '../host/trim-end-of.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { completeChart } from './helm/complete-chart.js';
import { renderHelm } from './helm/render-helm.js';
import { completeBuild } from './kustomize/complete-build.js';
import { editKustomization } from './kustomize/edit-kustomization.js';
import type { RenderEngines } from './render-engines.js';
import { completeImports } from './source/complete-imports.js';
import { environmentName } from './source/environment-name.js';
import { hasFolder } from './source/has-folder.js';
import { linkedTree } from './source/linked-tree.js';
import { readDirectory } from './source/read-directory.js';
import { type SourceContext, type SourceTree, unsupportedSource } from './source/source-context.js';
import { overrideSource } from './source/source-overrides.js';
import { detectType, type SourceType, typesWithBlock } from './source/source-type.js';
import { unreadableParts } from './source/unreadable-parts.js';

export type Built = readonly KubeObject[] | GitopsError;

export interface SourceEngines extends Partial<Pick<RenderEngines, 'helm' | 'jsonnet'>> {
  /** Builds a directory with kustomize. */
  readonly build: (tree: Pick<SourceTree, 'binaries' | 'files' | 'links'>, directory: string) => Promise<Built>;
}

/** The objects of one source in the repository, or the problems. */
export async function renderSource(given: SourceContext, engines: SourceEngines): Promise<Built> {
  try {
    const { context, type } = await prepare(given);
    if (type === 'kustomize') {
      const tree = { ...context.tree, files: editKustomization(context) };
      return await engines.build(tree, context.path === '' ? '.' : context.path);
    }
    if (type === 'directory')
      return isLink(given.path, context.tree) ? [] : await readDirectory(context, engines.jsonnet);
    if (engines.helm === undefined) return unsupportedSource(context, 'a Helm chart');
    return await renderHelm(context, engines.helm());
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}

async function prepare(given: SourceContext): Promise<{ readonly context: SourceContext; readonly type: SourceType }> {
  const { application, file } = given;
  const tree = linkedTree(given.tree);
  const path = realPath(given.path, tree);
  const source = overrideSource(given.source, tree.files, path, instanceNames(application.metadata), () =>
    environmentName(given),
  );
  const stated = typesWithBlock(source);
  const type = stated[0] ?? (isLink(given.path, tree) ? 'directory' : detectType(tree.files, path));
  // Helm's value files are relative to the folder as it is written.
  const read = {
    ...given,
    source,
    tree: type === 'kustomize' ? linkedTree(given.tree, 'kustomize') : tree,
    path: type === 'helm' ? given.path : path,
  };
  const context = await complete(read, type);
  GitopsError.throwAll(unreadableParts({ ...context, path }, type));
  if (!hasFolder(tree, path)) {
    const isOurs = tree.files.paths().some((one) => /(?:^|\/)\.gitops\//.test(one));
    throw new GitopsError(
      'RENDER_PATH_MISSING',
      `Argo Application '${application.metadata.name}' renders '${given.path}', which is not in this revision`,
      {
        source: { file },
        hint: `${isOurs ? 'Run synth and commit its output' : 'Commit the folder'}, or correct spec.source.path.`,
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

/** Argo CD does not enter a folder that is a link itself: it reads it as a directory without files. */
function isLink(path: string, tree: SourceTree): boolean {
  const parent = realPath(posix.dirname(path), tree);
  return tree.links?.has(posix.join(parent, posix.basename(path))) ?? false;
}

/** Reads the files that the source may need and that were not read yet. */
async function complete(context: SourceContext, type: SourceType): Promise<SourceContext> {
  const { tree, path, source } = context;
  if (type === 'helm') return completeChart(context);
  if (type === 'directory') return { ...context, tree: await completeImports(tree, path, source) };
  if (type === 'plugin') return context;
  const components = (source.kustomize?.components ?? []).map((one) => trimEndOf(posix.join(path, one), '/'));
  const inside = components.filter((one) => one !== '..' && !one.startsWith('../'));
  return { ...context, tree: await completeBuild(tree, path === '' ? '.' : path, inside) };
}

function pluginName({ source }: SourceContext): string {
  return source.plugin?.name ? `'${source.plugin.name}'` : 'that Argo CD discovers';
}
