import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { ArgoApplication } from '../application/application.js';
import { matchesGlob } from '../glob.js';
import type { ArgoAppProject } from './app-project.js';

/** Whether `argocd-cm` has Argo CD sync as a service account of the project. Default: it does not. */
export function isImpersonationEnabled(settings: KubeObject | undefined): boolean {
  return isRecord(settings?.['data']) && settings['data']['application.sync.impersonation.enabled'] === 'true';
}

/**
 * The service account as which Argo CD would sync an Argo Application. The first entry of
 * `destinationServiceAccounts` that matches cluster and namespace decides. Pure.
 *
 * @param server the cluster's address, which globs have to match
 * @param controlNamespace the namespace of an Argo Application without one; undefined when it is not known
 * @returns `system:serviceaccount:<namespace>:<name>`, or why there is none; Argo CD then syncs nothing
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/app-sync-using-impersonation/
 */
export function impersonatedUser(
  project: Pick<ArgoAppProject, 'spec'> | undefined,
  { metadata, spec }: Pick<ArgoApplication, 'metadata' | 'spec'>,
  server: string,
  controlNamespace: string | undefined,
): { readonly user: string; readonly problem?: undefined } | { readonly problem: string } {
  const { namespace = '' } = spec.destination;
  const match = project?.spec.destinationServiceAccounts?.find(
    (account) => matchesGlob(server, account.server) && matchesGlob(namespace, account.namespace ?? ''),
  );
  if (match === undefined)
    return {
      problem: `no destinationServiceAccounts entry matches the cluster '${server}' and the namespace '${namespace}'`,
    };
  const account = match.defaultServiceAccount;
  if (account.trim() === '' || /[!*[\]{}\\/]/.test(account))
    return { problem: `the defaultServiceAccount '${account}' is not a name` };
  if (account.includes(':')) return { user: `system:serviceaccount:${account}` };
  const home = namespace || metadata.namespace || controlNamespace;
  return home === undefined
    ? { problem: `the namespace of the defaultServiceAccount '${account}' is not known` }
    : { user: `system:serviceaccount:${home}:${account}` };
}
