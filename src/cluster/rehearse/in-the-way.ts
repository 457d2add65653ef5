import { GitopsError } from '../../errors.js';
import { describeIdentity } from '../../manifest/identity.js';
import type { DesiredObject } from '../objects/desired.js';

/**
 * The error of a change that the API server refuses in place for what lives, and not for the manifest.
 *
 * @param refusal what it said
 */
export function inTheWay({ identity }: Pick<DesiredObject, 'identity'>, refusal: GitopsError): GitopsError {
  const object = describeIdentity(identity);
  const said = String(refusal.data?.['message'] ?? refusal.message);
  const compare = `Compare 'kubectl get ${identity.kind.toLowerCase()} ${identity.name} -o yaml' with the manifest`;
  return new GitopsError('CLUSTER_IN_THE_WAY', `${object} cannot be changed from what it is now: ${said}`, {
    object,
    data: refusal.data,
    cause: refusal,
    hint:
      identity.kind === 'PersistentVolumeClaim'
        ? `${compare}. Deleting the claim would delete what it holds.`
        : `${compare}, or have the object made again: sync with --recreate, or annotate it 'argocd.argoproj.io/sync-options: Force=true'.`,
  });
}
