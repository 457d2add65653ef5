import type { EngineChoice } from '../../render/render-engines.js';
import type { ArgoResources } from '../../render/resources/argo-resources.js';
import type { SourceTree } from '../../render/source/source-context.js';
import type { RevisionSummary } from '../api/results.js';
import type { RecordedSources } from '../sources/recorded-sources.js';
import type { RemoteSources } from '../sources/remote-sources.js';
import type { Pins } from './create-pins.js';

/** The files of a revision, and the Argo CD resources in them. */
export interface RevisionFiles {
  readonly revision: RevisionSummary;
  /** What was read of the repository: the output folder, or `''` for all of it. */
  readonly folder: string;
  readonly tree: SourceTree;
  /** Where Argo CD's resources were looked for. */
  readonly output: string;
  /** They were looked for outside of it as well. */
  readonly beside?: boolean;
  readonly resources: ArgoResources;
  /** What kustomizations that no Argo Application names make of files with Argo CD resources. */
  readonly kustomized?: Kustomized;
  readonly isOwn: (repoURL: string) => boolean;
  /** Resolves a `targetRevision` of this repository. */
  readonly pin: Pins;
  /** The same part of the repository at another commit. */
  readAt(commit: string): Promise<SourceTree>;
  readonly remote: RemoteSources;
  /** The revisions of sources elsewhere. Default: their present revisions. */
  readonly recorded?: RecordedSources;
  /** Which engines render. Default: those that are built in. */
  readonly engine: EngineChoice;
}

/** What is built because no Argo Application names it. */
export interface Kustomized {
  /** The folders of these kustomizations, `.` for the root. */
  readonly folders: readonly string[];
  /** The files with Argo CD resources, or patches of them, that they read. */
  readonly files: ReadonlySet<string>;
  /**
   * Those of the folders that yield one name in different forms: each is the app of apps of an Argo CD of its
   * own, and is read by itself. Nothing of them is in the resources of the revision.
   */
  readonly overlays: readonly string[];
}
