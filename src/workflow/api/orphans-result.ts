import type { ObjectIdentity } from '../../manifest/identity.js';
import type { ResultHeader } from './results.js';

/** What one Argo Application that left Git whole left behind. */
export interface LeftApplication {
  readonly application: string;
  readonly cluster: string;
  /** The repository it was synced from. */
  readonly repository: string;
  readonly objects: number;
  readonly synced?: { readonly commit: string; readonly subject?: string };
}

/** An object that nobody owns. */
export interface UnownedObjectNote {
  readonly cluster: string;
  readonly object: ObjectIdentity;
  readonly reason: string;
  /** The Argo Application that its tracking names. */
  readonly application?: string;
}

/** What nobody delivers any more: `orphans`. */
export interface OrphansResult extends ResultHeader {
  readonly kind: 'OrphansResult';
  readonly applications: readonly LeftApplication[];
  readonly unowned: readonly UnownedObjectNote[];
  /**
   * ApplicationSets of which it is not known what they make: what they made may only seem to have left Git.
   */
  readonly unknownSets: readonly string[];
  /** Kinds that could not be listed: what nobody owns of them is unknown. */
  readonly unreadable: readonly { readonly cluster: string; readonly kind: string; readonly reason: string }[];
}
