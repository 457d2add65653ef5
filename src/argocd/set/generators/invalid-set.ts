import { GitopsError, type GitopsErrorContext } from '../../../errors.js';

/** What is wrong with an ApplicationSet; whoever knows its name and file adds them. */
export function invalidSet(message: string, context: GitopsErrorContext = {}): GitopsError {
  return new GitopsError('ARGOCD_INVALID_APPLICATIONSET', message, context);
}
