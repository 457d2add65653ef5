import type { LocalClusterStatus } from '../../local-cluster/list-local-clusters.js';
import type { StartedLocalCluster } from '../../local-cluster/start-local-cluster.js';
import type { API_VERSION } from '../../workflow/api/results.js';

/** What `local up` gives. */
export interface LocalUpResult extends StartedLocalCluster {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'LocalUpResult';
  /** How long it took. */
  readonly seconds: number;
}

/** What `local down` stopped. */
export interface LocalDownResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'LocalDownResult';
  readonly clusters: readonly {
    readonly name: string;
    /** Names of the processes that ran. */
    readonly stopped: readonly string[];
    /** False when its data is kept. */
    readonly removed: boolean;
  }[];
}

/** How one local cluster is: `local status`. */
export interface LocalStatusResult extends LocalClusterStatus {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'LocalStatusResult';
}

/** All local clusters of this user, by name: `local list`. */
export interface LocalListResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'LocalListResult';
  readonly clusters: readonly LocalClusterStatus[];
}

/** A way in: `local kubeconfig`. */
export interface LocalKubeconfigResult {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'LocalKubeconfigResult';
  /** Path of the kubeconfig. */
  readonly file: string;
  /** The user that it is for. */
  readonly user: string;
  /** Name of the context in it. */
  readonly context: string;
  /** URL of the API server. */
  readonly server: string;
}

/** The result of a command of `local`. */
export type LocalResult = LocalUpResult | LocalDownResult | LocalStatusResult | LocalListResult | LocalKubeconfigResult;
