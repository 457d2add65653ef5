import { type HasSources, sourcesOf } from '../../argocd/application/sources-of.js';
import { repositoryIdentity } from '../../host/address.js';

/**
 * The repository that an inventory names: the one that has the Argo Application. It is that of the first
 * source when this is the repository at hand, otherwise the first name of the repository at hand, because a
 * chart or another repository may be the source of Argo Applications of others too. Pure.
 *
 * @param own the names of the repository at hand; without any, it is that of the first source
 */
export function keepingRepository(application: HasSources, own: ReadonlySet<string>): string {
  const { chart, repoURL = '' } = sourcesOf(application)[0] ?? {};
  const first = repositoryIdentity(repoURL);
  const [home = first] = own;
  return chart === undefined && own.has(first) ? first : home;
}
