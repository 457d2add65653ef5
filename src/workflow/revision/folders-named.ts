import type { ArgoApplication } from '../../argocd/application/application.js';
import { sourceFolder } from '../../argocd/application/source-folder.js';
import { sourcesOf } from '../../argocd/application/sources-of.js';

/** The folders of this repository that Argo Applications name, `.` for its root. */
export function foldersNamed(
  applications: readonly ArgoApplication[],
  isOwn: (repoURL: string) => boolean,
): ReadonlySet<string> {
  const sources = applications.flatMap(sourcesOf);
  return new Set(
    sources.flatMap(({ path, chart, repoURL }) =>
      path !== undefined && chart === undefined && isOwn(repoURL) ? [sourceFolder(path) || '.'] : [],
    ),
  );
}
