import type { ApplicationSource, ArgoApplication } from '../argocd/application.js';
import type { SourceTree } from './source-context.js';

/** The files of a source, wherever they come from. */
export interface LocatedSource {
  readonly tree: SourceTree;
  /** What the source's `targetRevision` stands for: a commit, the digest of an artifact, or the version of a chart. */
  readonly revision: string;
  /** It is not in the repository at hand. */
  readonly fetched?: true;
}

/** Finds the files of a source; undefined for a kind of source that is not known. @throws GitopsError */
export type LocateSource = (source: ApplicationSource, application: ArgoApplication) => Promise<LocatedSource | undefined>;

/** A packed chart of a repository or registry. */
export interface FetchedChart {
  readonly version: string;
  /** As `helm package` makes it. */
  readonly archive: Uint8Array;
}

/** Finds a chart that another one depends on: the repository as Chart.yaml writes it, and a version or a range. @throws GitopsError */
export type FetchDependency = (repository: string, name: string, version: string) => Promise<FetchedChart>;

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
