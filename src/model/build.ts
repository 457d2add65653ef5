import type { KubeObject } from '../manifest/kube-object.js';

/** One object that `resources()` made. */
export interface BuiltObject {
  readonly object: KubeObject;
  /** The path of its construct: `guestbook/web/Resource`. */
  readonly path: string;
}

/** The objects of a base or an overlay, sorted by identity: the order of construction never shows. */
export interface Build {
  readonly objects: readonly BuiltObject[];
}
