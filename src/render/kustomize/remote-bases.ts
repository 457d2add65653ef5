import type { LocatedSource } from '../source/locate-source.js';

/** The content at a URL. */
export interface LocatedManifest {
  readonly status: number;
  /** The text; absent when the status says that there is none. */
  readonly text?: string;
  /** True when the content is not text. */
  readonly isBinary?: true;
}

/** Fetches the remote resources of kustomizations. */
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
