import { isRecord } from '../../manifest/kube-object.js';
import { objectsAmong } from '../../manifest/objects-among.js';
import { anyText } from '../../manifest/untyped.js';
import { parseYaml } from '../../manifest/yaml.js';

/** The certificates and host keys by which servers are trusted. */
export interface TrustedServers {
  /** PEM certificates by host name. For such a host no other certificate is trusted. */
  readonly certificates: ReadonlyMap<string, string>;
  /** The content of SSH's `known_hosts`. */
  readonly knownHosts?: string;
}

/**
 * The ConfigMaps `argocd-tls-certs-cm` and `argocd-ssh-known-hosts-cm` of a file, as a running Argo CD has
 * them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#repositories-using-self-signed-tls-certificates-or-are-signed-by-custom-ca
 * @throws GitopsError MANIFEST_INVALID_YAML, MANIFEST_INVALID_OBJECT
 */
export function trustedServers(content: string, file: string): TrustedServers {
  const objects = objectsAmong(parseYaml(content, file), file);
  const dataOf = (name: string): readonly (readonly [string, string])[] =>
    objects.flatMap(({ kind, metadata, data }) =>
      kind === 'ConfigMap' && metadata.name === name && isRecord(data)
        ? Object.entries(data).map(([key, text]) => [key, anyText(text)] as const)
        : [],
    );
  const known = dataOf('argocd-ssh-known-hosts-cm').find(([key]) => key === 'ssh_known_hosts')?.[1];
  return {
    certificates: new Map(dataOf('argocd-tls-certs-cm').map(([host, pem]) => [host.toLowerCase(), pem])),
    knownHosts: known,
  };
}
