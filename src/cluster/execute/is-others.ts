import { GitopsError } from '../../errors.js';

/** Whether an object was not applied because it belongs to somebody else: our inventory must not list it. */
export function isOthers(error: unknown): boolean {
  return (
    GitopsError.is(error) && ['CLUSTER_SHARED_OBJECT', 'CLUSTER_NOT_OURS', 'CLUSTER_ARGOCD_OWNS'].includes(error.code)
  );
}
