import type { SourceRevision } from '../../cluster/objects/source-revision.js';
import { withoutCredentials } from '../../host/address.js';
import type { ResolvedSource } from '../../render/source/locate-source.js';

/**
 * What sources outside of the repository at hand were resolved to, each once and in one order, as a part of
 * what refers to it; empty when there is none.
 */
export function fetchedSources(sources: readonly ResolvedSource[]): { readonly sources?: readonly SourceRevision[] } {
  const fetched = sources.flatMap(({ fetched: isFetched, repoURL, ...source }) =>
    isFetched ? [{ repoURL: withoutCredentials(repoURL), ...source }] : [],
  );
  const known = new Map(fetched.map((source) => [JSON.stringify(source), source]));
  const unique = [...known.keys()].sort().flatMap((key) => known.get(key) ?? []);
  return unique.length === 0 ? {} : { sources: unique };
}
