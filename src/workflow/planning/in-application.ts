import type { GitopsError } from '../../errors.js';

/**
 * A problem with the Argo Application and the cluster that it is about: of several clusters, each may have
 * the same one.
 */
export function inApplication(
  problem: GitopsError,
  place: { readonly application: string; readonly cluster: string },
): GitopsError {
  return problem.with(place);
}
