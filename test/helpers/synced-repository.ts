import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../src/manifest/kube-object.js';
import { toYaml } from '../../src/manifest/yaml.js';
import type { ClusterVerbOptions } from '../../src/workflow/api/options.js';
import { testCluster } from './cluster.js';
import { type TempRepository, tempRepository } from './temp-repository.js';

export interface SyncedRepository extends AsyncDisposable {
  readonly repository: TempRepository;
  /** What every verb needs to reach the test cluster from it. */
  readonly options: ClusterVerbOptions;
  /** Commits exactly these objects as the one Argo Application; the commit's id. */
  commit(message: string, objects: readonly KubeObject[]): string;
}

/**
 * A Git repository with one Argo Application that delivers plain manifests to a namespace of the test
 * cluster. Named after the namespace.
 */
export async function syncedRepository(
  namespace: string,
  syncOptions: readonly string[] = [],
): Promise<SyncedRepository> {
  const cluster = await testCluster();
  const repository = tempRepository();
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: namespace, namespace: 'argocd', labels: { 'cdk8s-gitops.io/environment': 'dev' } },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/a.git', path: 'gitops/apps/shop' },
      destination: { name: 'in-cluster', namespace },
      syncPolicy: { syncOptions },
    },
  };
  repository.write({ 'gitops/applications/dev/shop.yaml': toYaml(application) });
  return {
    repository,
    options: {
      repository: repository.directory,
      access: { environment: {}, accessFile: { clusters: { 'in-cluster': { kubeconfig: cluster.userKubeconfig } } } },
      inventoryNamespace: `verbs-${randomBytes(4).toString('hex')}`,
      all: true,
    },
    commit(message, objects) {
      repository.git('rm', '-r', '-q', '--ignore-unmatch', 'gitops/apps');
      const files = objects.map((object) => [
        `gitops/apps/shop/${object.kind}-${object.metadata.name}.yaml`.toLowerCase(),
        toYaml(object),
      ]);
      return repository.commit(message, {
        'gitops/apps/shop/readme.txt': 'what is delivered',
        ...Object.fromEntries(files),
      });
    },
    [Symbol.asyncDispose]: async () => repository.remove(),
  };
}
