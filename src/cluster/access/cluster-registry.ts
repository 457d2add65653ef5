import { secretTexts } from '../../argocd/clusters/cluster-secret.js';
import { LABEL } from '../../argocd/labels.js';
import { GitopsError } from '../../errors.js';
import { trimEndOf } from '../../host/trim-end-of.js';
import type { KubeObject } from '../../manifest/kube-object.js';

/**
 * Argo CD's cluster Secrets that the operator vouches for: which clusters there are, and the way in to each.
 * Never from Git. Kept in memory only.
 */
export interface ClusterRegistry {
  /** Where they are, in words, for errors: `the namespace 'argocd' by context 'hub'`. */
  readonly origin: string;
  /** With their credentials. */
  readonly secrets: readonly KubeObject[];
  /** The ConfigMap `argocd-cm` and the AppProjects. Default: they were not read. */
  readonly settings?: readonly KubeObject[];
  /** What of them the account may not read, in words. */
  readonly unread?: readonly string[];
}

/**
 * The Secret of a cluster; undefined when the registry does not know it.
 *
 * @param server the address that the repository has for it: credentials are for no other
 * @throws GitopsError CLUSTER_ACCESS_INVALID when several have its name, CLUSTER_WRONG_CLUSTER when it has
 * another address
 */
export function registeredSecret(
  registry: ClusterRegistry | undefined,
  name: string,
  server: string | undefined,
): KubeObject | undefined {
  const found = (registry?.secrets ?? []).filter((secret) => nameOf(secret) === name);
  const [secret, ...others] = found;
  if (registry === undefined || secret === undefined) return undefined;
  if (others.length > 0) {
    const names = found.map(({ metadata }) => `'${metadata.name}'`).join(', ');
    throw new GitopsError(
      'CLUSTER_ACCESS_INVALID',
      `several cluster Secrets in ${registry.origin} have the name '${name}': ${names}`,
      {
        hint: `Rename one of them, or give '${name}' an entry in the access file.`,
      },
    );
  }
  const registered = secretTexts(secret)['server'];
  if (server !== undefined && registered !== undefined && comparable(server) !== comparable(registered)) {
    throw new GitopsError(
      'CLUSTER_WRONG_CLUSTER',
      `cluster '${name}' has the address '${server}' in the repository, but '${registered}' in ${registry.origin}`,
      {
        hint: 'Correct the one that is wrong: credentials are sent to no other address than the one they were registered with.',
      },
    );
  }
  return secret;
}

/** The names of the clusters of a registry. */
export function registeredNames({ secrets }: ClusterRegistry): readonly string[] {
  return secrets.map(nameOf);
}

function nameOf(secret: KubeObject): string {
  const { name, ...metadata } = secret.metadata;
  return secretTexts(secret)['name'] ?? metadata.labels?.[LABEL.cluster] ?? name;
}

function comparable(server: string): string {
  return trimEndOf(server, '/').toLowerCase();
}
