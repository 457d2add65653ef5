import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';
import type { SourceTree } from './source-context.js';

/** The files of a source, wherever they come from. */
export interface LocatedSource {
  readonly tree: SourceTree;
  /**
   * The revision to which the source's `targetRevision` resolved: a commit, the digest of an artifact, or the
   * version of a chart.
   */
  readonly revision: string;
  /** True when it is not in the local repository. */
  readonly fetched?: true;
}

/**
 * Finds the files of a source; undefined for an unknown kind of source.
 *
 * @throws GitopsError
 */
export type LocateSource = (
  source: ApplicationSource,
  application: ArgoApplication,
) => Promise<LocatedSource | undefined>;

/** The repository and the revision to which a source of an Argo Application resolved. */
export interface ResolvedSource {
  /** The URL, without user name and password. */
  readonly repoURL: string;
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision: string;
  readonly revision: string;
  /** True when it is not in the local repository. */
  readonly fetched?: true;
}
