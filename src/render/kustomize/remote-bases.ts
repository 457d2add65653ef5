import type { LocatedSource } from '../source/locate-source.js';

/** What a URL has. */
export interface LocatedManifest {
  readonly status: number;
  /** Absent where the status says that there is nothing. */
  readonly text?: string;
  /** It has something that is not a text. */
  readonly isBinary?: true;
}

/** Finds what kustomizations name that is elsewhere. */
export interface RemoteBases {
  /** The files of a Git repository. @throws GitopsError */
  git(repoURL: string, revision: string): Promise<LocatedSource>;
  /** A plain file, without credentials. @throws GitopsError for a server that cannot be reached */
  manifest(url: string): Promise<LocatedManifest>;
  /**
   * A chart of a Helm repository or, without a scheme, of an OCI registry; the version may be a range.
   * @throws GitopsError
   */
  chart(request: {
    readonly repoURL: string;
    readonly chart: string;
    readonly version: string;
  }): Promise<LocatedSource>;
}
