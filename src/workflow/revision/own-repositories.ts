import { type HasSources, sourcesOf } from '../../argocd/application/sources-of.js';
import { repositoryIdentity } from '../../host/address.js';

/**
 * The names of the repository at hand among the first sources of Argo Applications. A chart, or another
 * repository, may be the source of Argo Applications of others too: it says nothing about who has them. Pure.
 */
export function ownRepositories(
  applications: readonly HasSources[],
  isOwn: (repoURL: string) => boolean,
): ReadonlySet<string> {
  const first = applications.flatMap((application) => sourcesOf(application).slice(0, 1));
  const own = first.filter(({ chart, repoURL }) => chart === undefined && isOwn(repoURL));
  return new Set(own.map(({ repoURL }) => repositoryIdentity(repoURL)));
}
