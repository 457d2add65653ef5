import { type HasSources, sourcesOf } from '../../argocd/application/sources-of.js';
import { repositoryIdentity } from '../../host/address.js';

/**
 * The names under which inventories of the repository at hand are kept: those among the first sources of its
 * Argo Applications, then its own. A chart, or another repository, may be the source of Argo Applications of
 * others too: it says nothing about who has them. Pure.
 *
 * @param names of the repository itself, as `homeIdentities`
 */
export function ownRepositories(
  applications: readonly HasSources[],
  isOwn: (repoURL: string) => boolean,
  names: readonly string[],
): ReadonlySet<string> {
  const first = applications.flatMap((application) => sourcesOf(application).slice(0, 1));
  const own = first.filter(({ chart, repoURL }) => chart === undefined && isOwn(repoURL));
  return new Set([...own.map(({ repoURL }) => repositoryIdentity(repoURL)), ...names]);
}
