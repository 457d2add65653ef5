import type { AppProject } from './app-project.js';
import type { ClusterSecretFields } from './cluster-secret-fields.js';

/**
 * What every Cluster may have, however it is reached.
 *
 * @example
 * Cluster.inCluster(repository, 'tools', { shard: 1, secret: { config: { disableCompression: true } } });
 * Cluster.inCluster(repository, 'terraformed', { destinationName: 'tf', secret: 'external' });
 */
export interface ClusterProps {
  /** Labels of the cluster Secret, such as `{ region: 'eu' }`, for Argo CD's cluster generators. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the cluster Secret. */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * AppProject that the cluster belongs to, declared or just named. @default none: every project may use it
   */
  readonly project?: string | AppProject;
  /** The only namespaces that Argo CD, and `sync`, manage there. @default all */
  readonly namespaces?: readonly string[];
  /** Whether they manage cluster-scoped objects there too, where `namespaces` limits them. @default false */
  readonly clusterResources?: boolean;
  /** The shard of Argo CD's controllers that looks after it: 0 or more. @default Argo CD distributes */
  readonly shard?: number;
  /** The name by which Argo CD knows the cluster: `name` in its cluster Secret. @default the id */
  readonly destinationName?: string;
  /**
   * `external`: somebody else makes the cluster Secret, such as Terraform or External Secrets. Then the facts
   * are written to `argocd/clusters/<id>.yaml` of the output, which Argo CD never gets: `check` and `sync`
   * know the cluster from there. Otherwise other fields of the Secret that is written.
   *
   * @default a Secret with what the props say
   */
  readonly secret?: 'external' | ClusterSecretFields;
}
