import type { KubeObject } from '../../manifest/kube-object.js';

/** How far the execution of a plan came. */
export interface Progress {
  /** Objects whose apply was sent, whatever came of it, by `identityKey`. */
  readonly attempted: ReadonlySet<string>;
  /** Objects as the API server answered their apply, by `identityKey`. */
  readonly applied: ReadonlyMap<string, KubeObject>;
  /** Objects whose deletion was accepted, and that are gone, by `identityKey`. */
  readonly deleted: ReadonlySet<string>;
}
