import { createKustomize } from '../engines/kustomize/create-kustomize.js';
import { FileSet } from '../files/file-set.js';
import type { KubeObject } from '../manifest/kube-object.js';
import type { Repository } from '../model/repository.js';
import { synthesize } from './synthesize.js';

/** What `gitops synth` would write into a repository that has nothing yet. */
export interface SynthesizedRepository {
  /** Paths are relative to the output folder: `apps/web/base/kustomization.yaml`. */
  readonly files: FileSet;
  /**
   * The objects as the cluster shall have them, by name of the Argo Application: `web-prod`. Those of a
   * chart, or another source that Argo CD renders, are not known.
   */
  readonly objects: ReadonlyMap<string, readonly KubeObject[]>;
  /** What `gitops synth` would warn of. */
  readonly warnings: readonly string[];
}

/**
 * Builds everything in memory, for tests of your Applications: what `gitops synth` refuses is refused here
 * too, and each overlay is proved by the real kustomize. It reads pins files and YAML files, and writes
 * nothing. Argo Applications that the last commit has are not known here, so that one which vanishes is not
 * noticed.
 *
 * @example
 * import { Application, Cluster, Environment, RawObject, Repository } from 'cdk8s-gitops';
 * import { synth } from 'cdk8s-gitops/testing';
 * import type { Construct } from 'constructs';
 *
 * class Web extends Application<{ host: string }> {
 *   constructor(repository: Repository) {
 *     super(repository, 'web', { base: { host: 'localhost' } });
 *   }
 *   protected resources(scope: Construct, { host }: { host: string }) {
 *     new RawObject(scope, 'web', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { host } });
 *   }
 * }
 *
 * const repository = new Repository({ url: 'https://git.example.com/shop.git' });
 * const prod = new Environment(repository, 'prod', { cluster: Cluster.inCluster(repository) });
 * new Web(repository).overlay(prod, { props: { host: 'shop.example.com' } });
 *
 * const { objects, files } = await synth(repository);
 * console.log(objects.get('web-prod')); // [{ kind: 'ConfigMap', …, data: { host: 'shop.example.com' } }]
 * console.log(files.get('apps/web/overlays/prod/kustomization.yaml'));
 *
 * @throws GitopsError with every problem that was found
 */
export async function synth(repository: Repository): Promise<SynthesizedRepository> {
  const kustomize = createKustomize();
  try {
    const { units, objects, warnings } = await synthesize(repository, { kustomize });
    return { files: FileSet.of(units.flatMap(({ files }) => files.entries())), objects, warnings };
  } finally {
    await kustomize.close();
  }
}
