import type { ApplicationSource } from '../../argocd/application/application.js';
import { type HasSources, sourcesOf } from '../../argocd/application/sources-of.js';
import { repositoryIdentity, withoutCredentials } from '../../host/address.js';
import { groupBy } from '../../manifest/group-by.js';

/** A URL that may be another one of the repository at hand. */
export interface LookAlike {
  /** The URL in Git, without credentials. */
  readonly repoURL: string;
  /** How many sources have it. */
  readonly sources: number;
}

/**
 * URLs with the name of the local repository and another owner or host, as a mirror or a fork has. It is not
 * known which of them are the same repository. The URL with most sources is first. Pure.
 *
 * @param own identities of the repository
 */
export function lookAlikes(
  applications: readonly HasSources[],
  isOwn: (repoURL: string) => boolean,
  own: readonly string[],
): readonly LookAlike[] {
  const names = new Set(own.map(nameOf));
  const isAlike = ({ repoURL, chart }: ApplicationSource) =>
    chart === undefined &&
    !/^oci:\/\/|^$|\$\(|\{\{/i.test(repoURL) &&
    !isOwn(repoURL) &&
    names.has(nameOf(repositoryIdentity(repoURL)));
  const alike = applications.flatMap(sourcesOf).filter(isAlike);
  const byUrl = groupBy(alike, ({ repoURL }) => withoutCredentials(repoURL));
  return [...byUrl]
    .map(([repoURL, sources]) => ({ repoURL, sources: sources.length }))
    .sort((left, right) => right.sources - left.sources);
}

function nameOf(identity: string): string {
  return identity.slice(identity.lastIndexOf('/') + 1).toLowerCase();
}
