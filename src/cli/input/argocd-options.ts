import type { ClusterRegistry } from '../../cluster/access/cluster-registry.js';
import type { RevisionOptions } from '../../workflow/api/options.js';
import { readGivenFile } from './read-given-file.js';

/** The files of `--argocd-settings`, and other names of the repository. */
export interface ArgocdFlags {
  readonly argocdSettings?: readonly string[];
  readonly repositoryUrl?: readonly string[];
}

/**
 * What the command line says of Argo CD that Git does not have.
 *
 * @param registry the Argo CD that the access file names
 * @throws GitopsError CLI_FILE_NOT_FOUND
 */
export async function argocdOptions(
  directory: string,
  { argocdSettings = [], repositoryUrl }: ArgocdFlags,
  registry?: ClusterRegistry,
): Promise<Pick<RevisionOptions, 'argocd' | 'repositoryUrls'>> {
  const files = await Promise.all(
    argocdSettings.map((file) => readGivenFile(directory, file, `the settings file '${file}'`)),
  );
  const { settings: live = [], unread = [] } = registry ?? {};
  return {
    repositoryUrls: repositoryUrl,
    argocd: files.length + live.length + unread.length === 0 ? undefined : { files, live, unread },
  };
}
