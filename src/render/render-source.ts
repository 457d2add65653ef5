import { GitopsError } from '../errors.js';
import type { FileSet } from '../files/file-set.js';
import type { KubeObject } from '../manifest/kube-object.js';
import { renderHelm } from './helm/render-helm.js';
import { editKustomization } from './kustomize/edit-kustomization.js';
import type { RenderEngines } from './render-engines.js';
import { readDirectory } from './source/read-directory.js';
import { type SourceContext, unsupportedSource } from './source/source-context.js';
import { overrideSource } from './source/source-overrides.js';
import { detectType, type SourceType, statedTypes } from './source/source-type.js';
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
    if (type === 'directory') return await readDirectory(context, engines.jsonnet);
    if (engines.helm === undefined) return unsupportedSource(context, 'a Helm chart');
    return await renderHelm(context, engines.helm());
  } catch (error) {
    if (GitopsError.is(error)) return error;
    throw error;
  }
}

function prepare(given: SourceContext): { readonly context: SourceContext; readonly type: SourceType } {
  const { tree, path, application, file } = given;
  const prefix = path === '' ? '' : `${path}/`;
  const overridden = { ...given, source: overrideSource(given.source, tree.files, path, application.metadata.name) };
  const stated = statedTypes(overridden.source);
  const type = stated[0] ?? detectType(tree.files, path);
  GitopsError.throwAll(unreadableParts(overridden, type));
  if (
    tree.files.below(path).size === 0 &&
    ![...(tree.binaries ?? new Map<string, unknown>()).keys()].some((one) => one.startsWith(prefix))
  ) {
    throw new GitopsError(
      'RENDER_PATH_MISSING',
      `Argo Application '${application.metadata.name}' renders '${path}', which is not in this revision`,
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
  if (stated[0] === 'plugin') throw unsupportedSource(overridden, `the plugin ${pluginName(overridden)}`);
  return { context: overridden, type };
}

function pluginName({ source }: SourceContext): string {
  return source.plugin?.name ? `'${source.plugin.name}'` : 'that Argo CD discovers';
}
