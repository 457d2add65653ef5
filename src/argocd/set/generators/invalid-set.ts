import { GitopsError, type GitopsErrorContext } from '../../../errors.js';

/** An error of an ApplicationSet. The caller that knows its name and file adds them. */
export function invalidSet(message: string, context: GitopsErrorContext = {}): GitopsError {
  return new GitopsError('ARGOCD_INVALID_APPLICATIONSET', message, context);
}
