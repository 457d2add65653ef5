import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ClusterSecret, toClusterSecretManifest } from '../../src/argocd/clusters/cluster-secret.js';
import { toYaml } from '../../src/manifest/yaml.js';
import { temporaryFolder } from '../cli/temporary-folder.js';
import { type TempRepository, tempRepository } from '../helpers/temp-repository.js';
import { gitops, type Run } from './project.js';

/** A repository with one Argo Application for each of its EKS clusters, and a home without any login. */
export interface EksRepository extends Disposable {
  readonly repository: TempRepository;
  /** `HOME` of the commands. */
  readonly home: string;
  /** Writes files below the home; the path of the last. */
  writeHome(files: Readonly<Record<string, string>>): string;
  /** Runs the command for all clusters with nothing of this machine's AWS or proxies but this environment. */
  gitops(verb: string, environment: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Run>;
}

export function eksRepository(clusters: readonly Omit<ClusterSecret, 'type' | 'labels'>[]): EksRepository {
  const repository = tempRepository();
  const id = randomBytes(3).toString('hex');
  const files = clusters.flatMap((cluster) => {
    const application = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: `shop-${cluster.name}`, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: `https://git.example.com/${id}.git`, path: `gitops/apps/shop-${cluster.name}` },
        destination: { name: cluster.name, namespace: `eks-${id}` },
        syncPolicy: { syncOptions: ['CreateNamespace=true'] },
      },
    };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `shop-${cluster.name}` }, data: { id } };
    return [
      [
        `gitops/clusters/${cluster.name}.yaml`,
        toYaml(toClusterSecretManifest({ ...cluster, type: 'eks', labels: {} }, 'argocd')),
      ],
      [`gitops/applications/dev/shop-${cluster.name}.yaml`, toYaml(application)],
      [`gitops/apps/shop-${cluster.name}/config.yaml`, toYaml(object)],
    ] as const;
  });
  repository.commit('first commit', Object.fromEntries(files));
  const home = temporaryFolder();
  const writeHome = (written: Readonly<Record<string, string>>): string => {
    const paths = Object.entries(written).map(([path, text]) => {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
      return join(home, path);
    });
    return paths.at(-1) ?? home;
  };
  return {
    repository,
    home,
    writeHome,
    gitops: (verb, environment, ...argv) =>
      gitops([verb, '--all', '--inventory-namespace', `eks-inventory-${id}`, ...argv], repository.directory, {
        environment: {
          ...nothingOfThisMachine(),
          HOME: home,
          AWS_METADATA_SERVICE_TIMEOUT: '20',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...environment,
        },
      }),
    [Symbol.dispose]: () => repository.remove(),
  };
}

/**
 * The file in which the `aws` command keeps the token of an SSO session, by the session's name or its start
 * URL.
 */
export function ssoCache(name: string, token: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { [`.aws/sso/cache/${createHash('sha1').update(name).digest('hex')}.json`]: JSON.stringify(token) };
}

function nothingOfThisMachine(): Readonly<Record<string, string>> {
  const foreign = Object.keys(process.env).filter((name) => /^AWS_|_proxy$|^KUBECONFIG$/i.test(name));
  return Object.fromEntries(foreign.map((name) => [name, '']));
}
