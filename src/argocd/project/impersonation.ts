import { isRecord, type KubeObject } from '../../manifest/kube-object.js';
import type { ArgoApplication } from '../application/application.js';
import { matchesGlob } from '../glob.js';
import type { ArgoAppProject } from './app-project.js';

/** Whether Argo CD syncs as a service account of the project: its setting in `argocd-cm`. Default: no. */
export function isImpersonationEnabled(settings: KubeObject | undefined): boolean {
  return isRecord(settings?.['data']) && settings['data']['application.sync.impersonation.enabled'] === 'true';
}

/**
 * The service account as which Argo CD would sync an Argo Application: of the first entry of
 * `destinationServiceAccounts` that matches cluster and namespace. Pure.
 *
 * @param server the cluster's address; globs are matched against it
 * @returns `system:serviceaccount:<namespace>:<name>`, or why there is none: then nothing is synced
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/app-sync-using-impersonation/
 */
export function impersonatedUser(
  project: Pick<ArgoAppProject, 'spec'> | undefined,
  { metadata, spec }: Pick<ArgoApplication, 'metadata' | 'spec'>,
  server: string,
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
    return { problem: `the defaultServiceAccount '${account}' is no name` };
  const home = namespace || metadata.namespace || 'argocd';
  return { user: `system:serviceaccount:${account.includes(':') ? account : `${home}:${account}`}` };
}
