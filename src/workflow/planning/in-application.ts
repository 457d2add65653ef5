import { GitopsError } from '../../errors.js';

/** A problem with the Argo Application and the cluster that it is about: of several clusters, each may have the same one. */
export function inApplication(problem: GitopsError, place: { readonly application: string; readonly cluster: string }): GitopsError {
  const { code, message, hint, constructPath, object, source, data } = problem;
  return new GitopsError(code, message, { hint, constructPath, object, source, data, ...place, cause: problem });
}
