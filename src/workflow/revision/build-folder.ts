import { posix } from 'node:path';
import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';
import { GitopsError } from '../../errors.js';
import { createRenderEngines } from '../../render/render-engines.js';
import { createSourceInspector } from '../../render/resources/app-of-apps.js';
import type { ArgoResources, Found } from '../../render/resources/argo-resources.js';
import { assumedRoot } from '../../render/resources/assumed-root.js';
import { findResources, isSettings } from '../../render/resources/find-resources.js';
import { isArgoResource } from '../../render/resources/is-argo-resource.js';
import { detectType } from '../../render/source/source-type.js';
import { fileFinder } from './file-finder.js';
import { locateSource } from './locate-source.js';
import { renderOne } from './render-one.js';
import type { RevisionFiles } from './revision-files.js';

/**
 * The Argo CD resources of a folder that is an app of apps itself: built as by the Argo Application of this
 * repository that names it, otherwise as by one without options.
 *
 * @param isGiven the folder was asked for: it is built whatever its files say
 */
export async function buildFolder(read: RevisionFiles, isGiven: boolean): Promise<ArgoResources> {
  const { tree, output: folder, resources } = read;
  const root = assumedRoot(tree.files, folder);
  if (root === undefined || isNamed(resources, folder, read.isOwn)) return resources;
  const mentions = createSourceInspector(tree.files, read.isOwn).mentions(root.resource);
  if (!isGiven && mentions.length === 0) return resources;
  const named = folder === '' ? undefined : namesIt(findResources(tree.files, ''), folder, read.isOwn);
  // It is walked with all the others.
  if (named !== undefined) return { ...resources, roots: [...resources.roots, named] };
  const engines = createRenderEngines(read.engine);
  try {
    const objects = await renderOne(root, read, locateSource(read), engines);
    // Jsonnet is written for much else: what it was meant for is not known.
    if (GitopsError.is(objects) && !isGiven && root.file.endsWith('.jsonnet')) return resources;
    if (GitopsError.is(objects))
      return { ...resources, problems: [...resources.problems, ...GitopsError.each(objects)] };
    if (!objects.some(isArgoResource)) return resources;
    const own = objects.filter((object) => isArgoResource(object) || isSettings(object));
    const isBuilt = (file: string) =>
      detectType(tree.files, folder) !== 'directory' || posix.dirname(file) === (folder || '.');
    const fileOf = fileFinder(
      resources,
      ({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`,
    );
    const built = {
      objects: own.map((resource) => ({ resource, file: fileOf(resource) ?? root.file })),
      instead: new Set(mentions.filter(isBuilt)),
    };
    const assumed = { folder, name: root.resource.metadata.name, others: objects.length - own.length };
    return { ...findResources(tree.files, folder, { built, beside: read.beside }), assumed };
  } finally {
    await engines.close();
  }
}

function isNamed(resources: ArgoResources, folder: string, isOwn: (repoURL: string) => boolean): boolean {
  return namesIt(resources, folder, isOwn) !== undefined;
}

function namesIt(
  { applications, roots }: ArgoResources,
  folder: string,
  isOwn: (repoURL: string) => boolean,
): Found<ArgoApplication> | undefined {
  const isFolder = (path: string | undefined) => path !== undefined && sourceFolder(path) === folder;
  return [...roots, ...applications].find(({ resource }) =>
    sourcesOf(resource).some(({ path, chart, repoURL }) => chart === undefined && isFolder(path) && isOwn(repoURL)),
  );
}
