import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { LABEL } from '../../../src/argocd/labels.js';
import { isRecord, type KubeObject } from '../../../src/manifest/kube-object.js';
import { parseObjects, parseYaml, toYaml } from '../../../src/manifest/yaml.js';

/** A real cluster in the place of one that a repository names. */
export interface RealCluster {
  readonly server: string;
  /** In base64, as a kubeconfig has them. */
  readonly certificateAuthority: string;
  readonly certificate: string;
  readonly key: string;
}

/** The way in of the one user of a kubeconfig that stands alone. */
export function realCluster(kubeconfig: string): RealCluster {
  const [config] = parseYaml(kubeconfig, 'kubeconfig') as [Kubeconfig]; // of our own local cluster
  const { cluster } = config.clusters[0]!;
  const { user } = config.users[0]!;
  return {
    server: cluster.server,
    certificateAuthority: cluster['certificate-authority-data'],
    certificate: user['client-certificate-data'],
    key: user['client-key-data'],
  };
}

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
}

/**
 * What synth committed, for a Git server of ours and real clusters: URLs of the repository and the ways in of
 * clusters change, everything of other clusters is left out.
 *
 * @param files by path, below the output folder
 */
export function mappedRepository(
  files: ReadonlyMap<string, string>,
  { url, clusters }: { readonly url: string; readonly clusters: Readonly<Record<string, RealCluster>> },
): ReadonlyMap<string, string> {
  // made by synth
  const [root] = parseObjects(files.get('root-app.yaml') ?? '', 'root-app.yaml') as unknown as [ArgoApplication];
  const before = root.spec.source?.repoURL ?? '';
  return new Map(
    [...files].flatMap(([path, content]): [string, string][] => {
      if (!/^(applications|clusters)\//.test(path)) return [[path, content.replaceAll(before, url)]];
      const [object] = parseObjects(content, path) as [KubeObject];
      const real = clusters[object.metadata.labels?.[LABEL.cluster] ?? ''];
      if (real === undefined) return [];
      return [[path, path.startsWith('clusters/') ? toYaml(withWayIn(object, real)) : content.replaceAll(before, url)]];
    }),
  );
}

function withWayIn(secret: KubeObject, { server, certificateAuthority, certificate, key }: RealCluster): KubeObject {
  const tlsClientConfig = { caData: certificateAuthority, certData: certificate, keyData: key };
  const labels = { ...secret.metadata.labels, 'argocd.argoproj.io/secret-type': 'cluster' };
  const given = isRecord(secret['stringData']) ? secret['stringData'] : {};
  return {
    ...secret,
    metadata: { ...secret.metadata, labels },
    stringData: { ...given, server, config: JSON.stringify({ tlsClientConfig }) },
  };
}
