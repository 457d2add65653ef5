import type { ClusterSecret } from '../../argocd/clusters/cluster-secret.js';
import type { DesiredApplication } from '../../cluster/objects/desired.js';
import type { GitopsError } from '../../errors.js';

/** What a run wants of one cluster. */
export interface ClusterTarget {
  readonly secret: ClusterSecret;
  /** The selected Argo Applications. */
  readonly applications: readonly DesiredApplication[];
  /** Inventory names of every Argo Application that Git has for this cluster, selected or not. */
  readonly inGit: ReadonlySet<string>;
  /**
   * The names of the repository whose Git this run reads: what is not in it has left it. Other repositories'
   * inventories are not ours to judge.
   */
  readonly ownRepositories: ReadonlySet<string>;
  /** ApplicationSets of which it is not known what they make. Default: none. */
  readonly unknownSets?: readonly string[];
  /**
   * Renders the Argo Applications of this cluster in Git that are not selected, whether Argo CD or `sync`
   * delivers them. Absent when there are none.
   */
  readonly unselected?: () => Promise<{
    readonly applications: readonly DesiredApplication[];
    readonly problems: readonly GitopsError[];
  }>;
}
