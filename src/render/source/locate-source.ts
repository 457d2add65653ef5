import type { ApplicationSource, ArgoApplication } from '../../argocd/application/application.js';
import type { SourceTree } from './source-context.js';

/** The files of a source, wherever they come from. */
export interface LocatedSource {
  readonly tree: SourceTree;
  /**
   * What the source's `targetRevision` stands for: a commit, the digest of an artifact, or the version of a
   * chart.
   */
  readonly revision: string;
  /** It is not in the repository at hand. */
  readonly fetched?: true;
}

/** Finds the files of a source; undefined for a kind of source that is not known. @throws GitopsError */
export type LocateSource = (
  source: ApplicationSource,
  application: ArgoApplication,
) => Promise<LocatedSource | undefined>;

/** What a source of an Argo Application was resolved to. */
export interface ResolvedSource {
  /** Without user name and password. */
  readonly repoURL: string;
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision: string;
  readonly revision: string;
  /** It is not in the repository at hand. */
  readonly fetched?: true;
}
