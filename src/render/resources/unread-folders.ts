import { posix } from 'node:path';
import type { FileSet } from '../../files/file-set.js';
import { createSourceInspector } from './app-of-apps.js';
import type { ArgoResources } from './argo-resources.js';
import { builtFolders } from './built-folders.js';
import { mentionsArgo } from './mentions-argo.js';

/**
 * Folders from which Argo CD resources can be built that were not found: no Argo Application refers to the
 * folder, and the resources are in no file as they are.
 *
 * @param resources the resources that were found or generated
 * @param kustomized files that kustomizations build
 */
export function unreadFolders(
  files: FileSet,
  resources: ArgoResources,
  isOwn: (repoURL: string) => boolean,
  kustomized: ReadonlySet<string> = new Set(),
): readonly string[] {
  const built = builtFolders(files);
  if (built.length === 0) return [];
  const inspector = createSourceInspector(files, isOwn);
  const { applications, roots, applicationSets, projects, problems, assumed } = resources;
  const read = new Set([
    ...kustomized,
    ...[...applications, ...roots].flatMap(({ resource }) => inspector.mentions(resource)),
    ...[...applications, ...roots, ...applicationSets, ...projects].map(({ file }) => file),
    ...problems.flatMap(({ source }) => source?.file ?? []),
  ]);
  return built.filter((folder) => {
    if (assumed?.folder === folder) return false;
    const inFolder = files.below(folder).entries();
    return inFolder.some(([path, content]) => mentionsArgo(content) && !read.has(posix.join(folder, path)));
  });
}
